import { rowsToColumns, type RunResults } from '../../../src/core/run/resultColumns';
import type { ResultRow, RunSummary, TableRow } from '../../../src/core/run/run';
import { imageIndex, rank } from '../../../src/core/spaces';
import { SMALL_PLAN } from '../../fixtures/smallPlan';

const CLASSES = ['bird', 'cat', 'dog'];

/** A finished run over the given rows. */
export function sampleRun(results: readonly TableRow[]): RunSummary {
  return {
    schema: 2,
    id: 'run-1',
    createdAt: '2026-01-02T03:04:05.000Z',
    labelSource: { kind: 'folders' },
    classes: CLASSES,
    images: results.length,
    unreadable: [],
    skipped: { hidden: 0, notImages: 0, unlabelled: 0, missingFiles: 0 },
    suspects: results.filter((row) => row.isLabelIssue).length,
    filterBy: 'both',
    backend: { name: 'wasm', reason: 'works everywhere' },
    plan: {
      ...SMALL_PLAN,
      imageSize: 32,
      channels: 3,
      folds: 2,
      models: 2,
      epochs: 3,
      batchSize: 128,
      distortion: 0,
    },
    seconds: { discover: 0, decode: 0, train: 0, detect: 0, total: 0 },
    peakRssMb: 100,
    warnings: [],
  };
}

/** Rows in rank order from `[path, given, suggested]`; a suggestion equal to the given label is no suspect. */
export function sampleResults(...rows: readonly (readonly [string, string, string])[]): ResultRow[] {
  const paths = rows.map(([path]) => path).sort();
  return rows.map(([path, givenLabel, predictedLabel], index) => ({
    image: imageIndex(paths.indexOf(path)),
    path,
    givenLabel,
    isLabelIssue: givenLabel !== predictedLabel,
    labelQuality: index / rows.length,
    predictedLabel,
    predictedProbability: 1 - index / rows.length,
    rank: rank(index + 1),
  }));
}

/** The rows as a run keeps them. */
export const sampleColumns = (rows: readonly TableRow[]): RunResults => rowsToColumns(rows, CLASSES);
