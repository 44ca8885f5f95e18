import type { PixelTensor } from '../../core/dataset/dataset';
import type { TrainingPlan } from '../../core/run/trainingPlan';
import type { WarmStart } from './learner';
import type { ReplicaGroup } from '../replicas/replicaGroup';

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
