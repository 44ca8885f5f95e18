import type { PixelSource, PixelTensor } from '../../core/dataset/dataset';
import { REVIEW_STATUS } from '../../core/review/reviewedLabels';
import type { FoldHistory } from '../../core/run/foldHistory';
import type { Neighbours } from '../../core/run/learnedEvidence';
import type { TrainingPlan } from '../../core/run/trainingPlan';
import type { ReplicaGroup } from '../replicas/replicaGroup';
import type { Checkpoint } from './checkpoint';
import type { LearningTask, WarmStart } from './learning';
import type { Message } from '../../core/words/message';

/** All that decides what the models of a cross-validation learn. Each of them can be trained by itself, anywhere. */
export interface FoldInputs extends Omit<LearningTask, 'checkpoints'> {
  readonly images: PixelSource;
  /** Fold of each image, 0 to `plan.folds` − 1. */
  readonly foldOf: Int32Array;
}

/** What the model of one fold is trained on. */
export interface FoldTask {
  readonly images: PixelTensor;
  /** Class indices, parallel to the images. */
  readonly labels: Int32Array;
  /** See `LearningTask`: confirmed labels are learnt with cross-entropy, whatever the loss. */
  readonly reviewStatus?: Uint8Array | undefined;
  readonly classCount: number;
  readonly plan: TrainingPlan;
  /** 0 to `plan.folds` − 1: decides the seed. */
  readonly fold: number;
  /** Weights to go on from, of each fold's model; absent: random ones. */
  readonly warmStart?: Pick<WarmStart, 'models' | 'isChanged'> | undefined;
  readonly trainOn: Int32Array;
  /** The same images as `trainOn` when there is a single fold. */
  readonly predictOn: Int32Array;
  /** The threads that do all this together, each being given the same task; absent: this one by itself. */
  readonly group?: ReplicaGroup | undefined;
}

/** The task of one fold, on images that the caller has opened and will close. */
export function foldTaskOf(inputs: FoldInputs, images: PixelTensor, fold: number): FoldTask {
  const { labels, reviewStatus, classCount, plan, foldOf, warmStart } = inputs;
  const { trainOn, predictOn } = splitFold({ ...plan, foldOf, reviewStatus }, fold);
  return { images, labels, reviewStatus, classCount, plan, fold, warmStart, trainOn, predictOn };
}

/** How the images are divided among the models. */
export interface FoldSplit extends Pick<TrainingPlan, 'folds' | 'models' | 'predictions'> {
  /** Fold of each image, 0 to `folds` − 1. */
  readonly foldOf: Int32Array;
  /** See `LearningTask`: images that are set aside are predicted, but nothing is learnt from them. */
  readonly reviewStatus?: Uint8Array | undefined;
}

/** What one fold's model works on; image indices, ascending. */
export interface FoldImages {
  readonly trainOn: Int32Array;
  readonly predictOn: Int32Array;
  /** The images of the fold: the model has not seen them, unless there is a single fold. */
  readonly heldOut: Int32Array;
}

/** The images of one fold's model. */
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

/** How far the model of a fold is. */
export interface FoldProgress {
  /** 1-based. */
  readonly epoch: number;
  /** Image-steps since the last report. */
  readonly images: number;
}

/** What the model of a fold has learnt. */
export interface FoldResult {
  /** Row-major, a row of K probabilities for each of `predictOn`, in its order. */
  readonly predProbs: Float32Array;
  /** N×epochs, for all images: probability of the given label while training; NaN for those not in `trainOn`. */
  readonly trajectories: Float32Array;
  /** Of images whose given label the model doubts; only of the leader, where it predicts all images, and of fold 0. */
  readonly neighbours?: Neighbours | undefined;
  /** What the model has learnt, see `readWeights`. */
  readonly weights: Float32Array;
  readonly history: FoldHistory;
  readonly warnings: readonly Message[];
}

/** What goes on beside the training of a fold. */
export interface FoldWatch {
  readonly signal: AbortSignal;
  onProgress(progress: FoldProgress): void;
  /** Keeps the state of the training, so that it can go on when it is interrupted. */
  readonly checkpoint?: Checkpoint | undefined;
  /** Called when training goes on after so many epochs, and with the image-steps that this saves. */
  onResume?(epochsDone: number, images: number): void;
}
