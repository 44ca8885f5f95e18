import { checkedPaths, type ChecksByPath } from '../core/dataset/imageChecks';
import { once } from '../core/once';
import {
  contentHashOf,
  placeIn,
  resultRow,
  type ResultColumns,
  type RunResults,
} from '../core/run/resultColumns';
import type { ResultRow, ReviewImages, RunSummary } from '../core/run/run';
import type { DecidedImage } from '../core/review/decidedImage';
import type { ImageIndex } from '../core/spaces';
import { storeOfRun } from './allRuns';
import { openColumnFiles } from './columnFiles';
import { openEvidence, type EvidenceReader } from './evidence';
import { readChecks } from './imageChecks';
import { openLegacyResults } from './legacyResults';
import type { StoreLocation } from './location';
import { checkModels, readModels, type TrainedModels } from './models';
import { checkNetworkPredictions } from './networkPredictions';
import { checkPredictions, readPredictionRow } from './predictionRow';

/**
 * What a finished run has left on disk. Each part is read when it is first asked for, and then kept, for all who ask; what
 * could not be read is tried again. Everything throws AppError `run-damaged`.
 */
export interface Run {
  readonly summary: RunSummary;
  /** The store that holds it. */
  readonly location: StoreLocation;
  /** Looks whether its files are there and agree with its counts; those that it need not read whole, by their size. */
  check(): Promise<void>;
  /** All columns but the paths, which take most of the memory. */
  columns(): Promise<ResultColumns>;
  /** With the paths; these are not kept. */
  results(): Promise<RunResults>;
  /** Where each image is; undefined where all are whole files. */
  places(): Promise<RunResults['places']>;
  /** As far as decisions can be about them: those with a verdict, then the others. */
  eachImage(visit: (image: DecidedImage) => void): Promise<void>;
  shown(): Promise<ReviewImages>;
  checks(): Promise<ChecksByPath>;
  /** Null for runs of version 0.1.0, which have none. */
  evidence(): Promise<EvidenceReader | null>;
  /** The probabilities of the classes for one image; not kept. */
  predictions(image: ImageIndex): Promise<Float32Array | Float64Array>;
  /** What training can go on from; undefined where nothing was kept. Not kept in memory either. */
  models(): Promise<TrainedModels | undefined>;
}

/** Opens a finished run; reads nothing yet. */
export function openRun(dataset: StoreLocation, summary: RunSummary): Run {
  const location = storeOfRun(dataset, summary.id);
  const results = (summary.schema === 1 ? openLegacyResults : openColumnFiles)(location, summary);
  const columns = once(() => results.columns());
  const places = once(() => results.places());
  const checks = once(() => readChecks(location, summary));
  return {
    summary,
    location,
    columns,
    places,
    checks,
    check: once(async () => {
      await columns();
      await places();
      await checks();
      await checkPredictions(location, summary);
      await checkNetworkPredictions(location, summary);
      await checkModels(location, summary);
    }),
    async results() {
      const paths: string[] = [];
      await results.eachPath((image) => paths.push(image));
      const known = await places();
      return { ...(await columns()), paths, ...(known && { places: known }) };
    },
    async eachImage(visit) {
      const known = await columns();
      await results.eachPath((path, image) =>
        visit({
          path,
          givenLabel: known.classes[known.givenLabels[image]!]!,
          contentHash: contentHashOf(known, image),
        }),
      );
      for (const { path, givenLabel } of summary.unreadable) visit({ path, givenLabel });
    },
    shown: once(async () => {
      const [known, checked] = [await columns(), checkedPaths(await checks())];
      const placed = { places: await places() };
      const rows: ResultRow[] = [];
      let otherErrors = 0;
      await results.eachPath((path, image) => {
        const isFlagged = known.isLabelIssue[image] === 1 || known.offTopic?.flags[image] === 1;
        if (isFlagged || checked.has(path))
          rows.push({ ...shownRow(known, image, path), ...placeIn(placed, image) });
        else otherErrors += 1 - known.labelQuality[image]!;
      });
      return { rows: rows.sort((a, b) => a.rank - b.rank), otherErrors };
    }),
    evidence: once(() => openEvidence(location, summary.id)),
    predictions: (image) => readPredictionRow(location, summary, image),
    models: () => readModels(location, summary, results),
  };
}

function shownRow(columns: ResultColumns, image: ImageIndex, path: string): ResultRow {
  const contentHash = contentHashOf(columns, image);
  return { ...resultRow(columns, image, path), ...(contentHash !== undefined && { contentHash }) };
}

/** Opens the runs of one store, each once: who asks for the same run shares what is known of it. */
export function createRunOpener(location: StoreLocation): (summary: RunSummary) => Run {
  const runs = new Map<string, Run>();
  return (summary) => {
    const run = runs.get(summary.id) ?? openRun(location, summary);
    runs.set(summary.id, run);
    return run;
  };
}
