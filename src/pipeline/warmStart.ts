/** The part of the pipeline that finds the models of an earlier run and prepares them to go on learning. */
import { AppError } from '../core/appError';
import { carriedFolds } from '../core/dataset/carriedFolds';
import { compareCodeUnits } from '../core/compareCodeUnits';
import { REVIEW_STATUS } from '../core/review/reviewedLabels';
import type { RunSummary, TrainedRun } from '../core/run/run';
import type { WarmStart } from '../ml/train/learner';
import type { StoreLocation } from '../store/location';
import { readModels, type TrainedModels } from '../store/models';
import { readResults } from '../store/runs';

/** A run whose models can go on learning. */
export interface TrainedBefore extends TrainedModels {
  readonly run: TrainedRun;
}

/** The newest run that was trained here on these classes and has kept its models. @throws AppError `no-run`, `run-damaged`. */
export async function findTrainedRun(
  location: StoreLocation,
  runs: readonly RunSummary[],
  classes: readonly string[],
): Promise<TrainedBefore> {
  for (const run of runs) {
    if (run.plan === undefined || run.classes.join('\n') !== classes.join('\n')) continue;
    const trained = await readModels(location, run.id, {
      images: run.images,
      models: run.plan.models,
      folds: run.plan.folds,
    });
    if (trained !== undefined) return { ...trained, run };
  }
  throw new AppError(
    'no-run',
    `${location.root} has no run with these classes whose models could be retrained; find wrong labels first.`,
  );
}

/** What the models go on from, for the images as they are now. `labels` are the labels in effect. */
export async function prepareWarmStart(
  location: StoreLocation,
  { run, models, foldOf }: TrainedBefore,
  now: {
    readonly paths: readonly string[];
    readonly labels: Int32Array;
    readonly reviewStatus: Uint8Array;
    readonly classes: readonly string[];
  },
): Promise<WarmStart> {
  const rows = await readResults(location, run.id);
  rows.sort((a, b) => compareCodeUnits(a.path, b.path));
  const labelBefore = new Map(rows.map(({ path, givenLabel }) => [path, givenLabel]));
  const before = { paths: rows.map(({ path }) => path), foldOf, folds: run.plan.folds };
  const carried = carriedFolds(now.paths, before);
  // An image that is new, or whose label is not the one that was given then; decided ones, too, as they count for more.
  const isChanged = carried.isKnown.map((_, image) =>
    Number(
      now.reviewStatus[image] === REVIEW_STATUS.confirmed ||
        labelBefore.get(now.paths[image]!) !== now.classes[now.labels[image]!],
    ),
  );
  return { models, foldOf: carried.foldOf, isChanged };
}
