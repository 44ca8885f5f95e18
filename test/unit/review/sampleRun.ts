import type { ResultRow, RunSummary } from '../../../src/core/run/run';
import { SMALL_PLAN } from '../../fixtures/smallPlan';

/** A finished run over the given rows. */
export function sampleRun(results: readonly ResultRow[]): RunSummary {
  return {
    schema: 1,
    id: 'run-1',
    createdAt: '2026-01-02T03:04:05.000Z',
    labelSource: { kind: 'folders' },
    classes: ['bird', 'cat', 'dog'],
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
  return rows.map(([path, givenLabel, predictedLabel], index) => ({
    path,
    givenLabel,
    isLabelIssue: givenLabel !== predictedLabel,
    labelQuality: index / rows.length,
    predictedLabel,
    predictedProbability: 1 - index / rows.length,
    rank: index + 1,
  }));
}
