import type { PixelTensor } from '../core/dataset';
import type { FoldHistory } from '../core/foldHistory';
import type { HeldOutPredictions } from '../core/labelNoise/judgeLabels';
import type { LearnedEvidence } from '../core/learnedEvidence';
import type { MemorizationCheck } from '../core/memorization';
import type { TrainingProgress } from '../core/progress';
import type { BackendInfo, TrainingPlan } from '../core/trainingPlan';

/** What there is to learn from. `labels` are class indices, parallel to the images. */
export interface LearningTask {
  readonly images: PixelTensor;
  readonly labels: Int32Array;
  /** What reviewers have said of the labels (`STANDING`), parallel to the images; absent when nothing. */
  readonly standing?: Uint8Array | undefined;
  readonly classCount: number;
  readonly plan: TrainingPlan;
}

export interface Learned {
  /** N×K probabilities, row-major; row i sums to 1. */
  readonly predProbs: Float32Array;
  /** Where `predProbs` are of models that have seen most images. */
  readonly heldOut?: HeldOutPredictions;
  readonly memorization?: MemorizationCheck;
  readonly evidence: LearnedEvidence;
  readonly backend: BackendInfo;
  readonly history: readonly FoldHistory[];
  /** Sentences for the user, e.g. that training collapsed. */
  readonly warnings: readonly string[];
}

/** The part of the pipeline that learns: a CNN now, features of a supplied encoder or ready-made predictions later. */
export interface Learner {
  learn(task: LearningTask, signal: AbortSignal): AsyncGenerator<TrainingProgress, Learned>;
}
