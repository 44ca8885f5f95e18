/** The boundary between cross-validation and its worker threads; both sides are one build, so messages are trusted. */
import type { PixelSource } from '../../core/dataset/dataset';
import { REVIEW_STATUS } from '../../core/review/reviewedLabels';
import type { BackendInfo, TrainingPlan } from '../../core/run/trainingPlan';
import type { BackendName } from '../backends/backendSpeeds';
import type { CheckpointPlace } from './checkpoint';
import type { WarmStart } from './learner';
import type { ReplicaSeat } from '../replicas/sharedReplicaGroup';
import type { FoldProgress, FoldResult } from './trainFold';

/** What every thread gets when it starts. The arrays are in shared memory: no copies. */
export interface FoldWorkerData {
  readonly images: PixelSource;
  readonly labels: Int32Array;
  /** Of the labels, see `LearningTask`. */
  readonly reviewStatus?: Uint8Array | undefined;
  readonly classCount: number;
  readonly plan: TrainingPlan;
  /** Fold of each image, 0 to `plan.folds` − 1. */
  readonly foldOf: Int32Array;
  readonly warmStart?: WarmStart | undefined;
  readonly checkpoints?: CheckpointPlace | undefined;
  readonly backend: BackendName;
  /** Why it was chosen, where the user did not. */
  readonly backendReason?: string | undefined;
  /** The thread says how fast it trains, and trains nothing. */
  readonly measuresOnly?: boolean;
  readonly wasmFolder: string;
  /** See `BackendRequest`, as the next ones. */
  readonly packagesFolder?: string | undefined;
  readonly threads?: number | undefined;
  readonly allowsSoftware?: boolean | undefined;
}

/** To a thread: which fold to train. It closes when its port does. */
export interface FoldOrder {
  readonly fold: number;
  /** Its place among the threads that train the model together; absent: it does so by itself. */
  readonly seat?: ReplicaSeat | undefined;
}

/** From a thread. A crash is not a message: it arrives as the worker's `error` event. */
export type FoldMessage =
  | { readonly type: 'ready'; readonly backend: BackendInfo }
  /** The model goes on after `epochsDone` epochs; `images` image-steps are saved by that. */
  | {
      readonly type: 'resumed';
      readonly fold: number;
      readonly epochsDone: number;
      readonly images: number;
    }
  | { readonly type: 'progress'; readonly fold: number; readonly progress: FoldProgress }
  /** The thread can take another order. Of a group, one has the result. */
  | {
      readonly type: 'done';
      readonly fold: number;
      readonly result?: FoldResult | undefined;
    }
  /** All that a thread says which only measures. */
  | { readonly type: 'measured'; readonly imagesPerSecond: number }
  /** An `AppError`, whose code would be lost as an `error` event. */
  | {
      readonly type: 'refused';
      readonly code: string;
      readonly message: string;
      /** What the system said, where that is the cause. */
      readonly why?: string | undefined;
    };

/** How the images are divided among the models. */
export interface FoldSplit extends Pick<TrainingPlan, 'folds' | 'models' | 'predictions'> {
  /** Fold of each image, 0 to `folds` − 1. */
  readonly foldOf: Int32Array;
  /** Of the labels, see `LearningTask`: images that are set aside are predicted, but nothing is learnt from them. */
  readonly reviewStatus?: Uint8Array | undefined;
}

/** What one fold's model works on; image indices, ascending. */
export interface FoldImages {
  readonly trainOn: Int32Array;
  readonly predictOn: Int32Array;
  /** The images of the fold: the model has not seen them, unless there is a single fold. */
  readonly heldOut: Int32Array;
}

export function splitFold({ foldOf, folds, predictions, reviewStatus }: FoldSplit, fold: number): FoldImages {
  const all = Int32Array.from(foldOf.keys());
  const used =
    reviewStatus === undefined ? all : all.filter((image) => reviewStatus[image] !== REVIEW_STATUS.setAside);
  if (folds === 1) return { trainOn: used, predictOn: all, heldOut: all };
  const heldOut = all.filter((image) => foldOf[image] === fold);
  return {
    trainOn: used.filter((image) => foldOf[image] !== fold),
    predictOn: predictions === 'held-out' ? heldOut : all,
    heldOut,
  };
}
