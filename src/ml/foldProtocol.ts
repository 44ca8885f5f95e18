/** The boundary between cross-validation and its worker threads; both sides are one build, so messages are trusted. */
import type { PixelTensor } from '../core/dataset';
import type { BackendChoice, BackendInfo, TrainingPlan } from '../core/trainingPlan';
import type { FoldHistory } from './learner';
import type { FoldProgress } from './trainFold';

/** What every thread gets when it starts. The arrays are in shared memory: no copies, and predictions are written in place. */
export interface FoldWorkerData {
  readonly images: PixelTensor;
  readonly labels: Int32Array;
  readonly classCount: number;
  readonly plan: TrainingPlan;
  /** Fold of each image, 0 to `plan.folds` − 1. */
  readonly foldOf: Int32Array;
  /** N×K, row-major: a thread writes the rows of the images its fold predicts. */
  readonly predProbs: Float32Array;
  readonly backend: BackendChoice;
  readonly wasmFolder: string;
}

/** To a thread: which fold to train. It closes when its port does. */
export interface FoldOrder {
  readonly fold: number;
}

/** From a thread. A crash is not a message: it arrives as the worker's `error` event. */
export type FoldMessage =
  | { readonly type: 'ready'; readonly backend: BackendInfo }
  | { readonly type: 'progress'; readonly fold: number; readonly progress: FoldProgress }
  | {
      readonly type: 'done';
      readonly fold: number;
      readonly history: FoldHistory;
      readonly warnings: readonly string[];
    }
  /** An `AppError`, whose code would be lost as an `error` event. */
  | { readonly type: 'refused'; readonly code: string; readonly message: string };

/** The images that `fold` trains on and predicts; a single fold does both on all. */
export function splitFold(
  foldOf: Int32Array,
  { fold, folds }: { readonly fold: number; readonly folds: number },
): { readonly trainOn: Int32Array; readonly predictOn: Int32Array } {
  const all = Int32Array.from(foldOf.keys());
  if (folds === 1) return { trainOn: all, predictOn: all };
  return {
    trainOn: all.filter((image) => foldOf[image] !== fold),
    predictOn: all.filter((image) => foldOf[image] === fold),
  };
}
