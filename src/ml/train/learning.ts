import type { PixelSource } from '../../core/dataset/dataset';
import type { HeldOutPredictions } from '../../core/labelNoise/judgeLabels';
import type { FoldHistory } from '../../core/run/foldHistory';
import type { LearnedEvidence } from '../../core/run/learnedEvidence';
import type { MemorizationCheck } from '../../core/run/memorization';
import type { BackendInfo, TrainingPlan } from '../../core/run/trainingPlan';
import type { CheckpointPlace } from './checkpoint';
import type { Message } from '../../core/words/message';

/** What an earlier training of the same plan has left, to go on from. */
export interface WarmStart {
  /** Of each model its weights, as `Learned.trained` gave them. */
  readonly models: readonly Float32Array[];
  /** Fold of each image: the one whose model has not seen it. */
  readonly foldOf: Int32Array;
  /** 1 for images that are new or labelled anew. */
  readonly isChanged: Uint8Array;
}

/** What there is to learn from. `labels` are class indices, parallel to the images. */
export interface LearningTask {
  readonly images: PixelSource;
  readonly labels: Int32Array;
  /** What reviewers have said of the labels (`REVIEW_STATUS`), parallel to the images; absent when nothing. */
  readonly reviewStatus?: Uint8Array | undefined;
  readonly classCount: number;
  readonly plan: TrainingPlan;
  /** Absent: the models start from random weights. */
  readonly warmStart?: WarmStart | undefined;
  /** Where an interrupted training goes on; absent: it always starts from the beginning. */
  readonly checkpoints?: CheckpointPlace | undefined;
}

/** What the models of a cross-validation have learnt. */
export interface Learned {
  /** N×K probabilities, row-major; row i sums to 1. */
  readonly predProbs: Float32Array;
  /** Where `predProbs` are of models that have seen most images. */
  readonly heldOut?: HeldOutPredictions;
  readonly memorization?: MemorizationCheck;
  readonly evidence: LearnedEvidence;
  /** What a later training can go on from. */
  readonly trained: Pick<WarmStart, 'models' | 'foldOf'>;
  readonly backend: BackendInfo;
  readonly history: readonly FoldHistory[];
  /** Sentences for the user, e.g. that training collapsed. */
  readonly warnings: readonly Message[];
}
