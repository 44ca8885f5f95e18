import type { BackendInfo, TrainingPlan } from '../../core/run/trainingPlan';
import type { CheckpointPlace } from './checkpoint';
import type { FoldInputs, FoldProgress, FoldResult } from './foldTask';

/** What happens while the folds are trained. */
export type FoldEvent =
  /** The first event: what the models are trained on. */
  | { readonly type: 'started'; readonly backend: BackendInfo }
  /** An interrupted model goes on after `epochsDone` epochs, which saves `images` image-steps. */
  | {
      readonly type: 'resumed';
      readonly fold: number;
      readonly epochsDone: number;
      readonly images: number;
    }
  | { readonly type: 'progress'; readonly fold: number; readonly progress: FoldProgress }
  | { readonly type: 'done'; readonly fold: number; readonly result: FoldResult };

/** The folds to train. */
export interface FoldJob {
  readonly inputs: FoldInputs;
  /** Absent: the first `plan.models`. */
  readonly folds?: readonly number[] | undefined;
  /** Where an interrupted training goes on; absent: it always starts from the beginning. */
  readonly checkpoints?: CheckpointPlace | undefined;
  readonly signal: AbortSignal;
}

/**
 * Trains the folds somewhere and hands over what each has learnt, in any order. Where and how many at a time is its own
 * affair: a fold depends on its inputs only. Ends within a moment of an abort, by throwing.
 */
export type FoldSchedule = (job: FoldJob) => AsyncIterable<FoldEvent>;

/** For the log. */
export const describeResumed = (
  { fold, epochsDone }: Extract<FoldEvent, { readonly type: 'resumed' }>,
  { models, epochs }: Pick<TrainingPlan, 'models' | 'epochs'>,
): string => `Going on with model ${fold + 1} of ${models} after epoch ${epochsDone} of ${epochs}.`;
