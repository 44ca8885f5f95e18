/** The part of the pipeline that finds the models of an earlier run and prepares them to go on learning. */
import { AppError } from '../core/appError';
import { carriedFolds } from '../core/dataset/carriedFolds';
import { imagesBefore } from '../core/dataset/imagesBefore';
import { REVIEW_STATUS } from '../core/review/reviewedLabels';
import type { TrainingPlan } from '../core/run/trainingPlan';
import type { WarmStart } from '../ml/train/learning';
import type { StoreLocation } from '../store/location';
import type { TrainedModels } from '../store/models';
import type { Run } from '../store/openRun';
import { message } from '../core/words/message';
import type { ImagesToJudge } from './judge';

/** A run whose models can go on learning. */
export interface TrainedBefore extends TrainedModels {
  readonly run: Run;
  readonly plan: TrainingPlan;
}

/** The newest run that was trained here on these classes and has kept its models. @throws AppError `no-run`, `run-damaged`. */
export async function findTrainedRun(
  location: StoreLocation,
  runs: readonly Run[],
  classes: readonly string[],
): Promise<TrainedBefore> {
  for (const run of runs) {
    const { plan, classes: known } = run.summary;
    if (plan === undefined || known.join('\n') !== classes.join('\n')) continue;
    const trained = await run.models();
    if (trained !== undefined) return { ...trained, run, plan };
  }
  throw new AppError('no-run', message('nothing-to-retrain', { root: location.root }));
}

/** What the models go on from, for the images as they are now. `labels` are the labels in effect. */
export async function prepareWarmStart(
  { run, plan, models, foldOf }: TrainedBefore,
  now: Pick<ImagesToJudge, 'paths' | 'contentHashes' | 'labels' | 'reviewStatus'>,
): Promise<WarmStart> {
  const results = await run.results();
  const imageBefore = imagesBefore(now, results);
  // An image that is new, or whose label is not the one that was given then; decided ones, too, as they count for more.
  const isChanged = Uint8Array.from(imageBefore, (before, image) =>
    Number(
      now.reviewStatus[image] === REVIEW_STATUS.confirmed ||
        before < 0 ||
        results.givenLabels[before] !== now.labels[image],
    ),
  );
  return { models, foldOf: carriedFolds(imageBefore, { foldOf, folds: plan.folds }), isChanged };
}
