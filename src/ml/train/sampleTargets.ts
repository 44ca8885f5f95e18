import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LossSpec } from '../../core/run/trainingPlan';
import type { TensorFlow } from '../backends/tensorFlow';

/** What a loss remembers of each image from one epoch to the next: a running average of the predictions for it. */
export interface SampleTargets {
  /** N×K. */
  readonly values: Float32Array;
  /**
   * The targets of a batch, moved towards what is predicted for it now, M×K: constants, through which no gradient
   * flows. `members` are image indices, `probs` M×K.
   */
  next(tf: TensorFlow, members: Int32Array, probs: Tensor2D): Tensor2D;
  /** Remembers the targets of a batch that `next` has given, row-major. */
  keep(members: Int32Array, targets: ArrayLike<number>): void;
}

/** Probabilities are kept this far from 0 and 1, so that 1 − Σₖ tₖ pₖ stays above 0; the authors' value. */
const SMALLEST_PROBABILITY = 1e-4;

/**
 * The targets of early-learning, t ← β t + (1 − β) p from t = 0 (Liu et al. 2020, section 4), with the p of their
 * program: clipped, then made to sum to 1 again. They are N×K numbers for N images in all, as many as the predictions.
 * Undefined for losses without a memory.
 */
export function createSampleTargets(
  loss: LossSpec,
  {
    imageCount,
    classCount,
    allocate = (length) => new Float32Array(length),
  }: {
    readonly imageCount: number;
    readonly classCount: number;
    readonly allocate?: (length: number) => Float32Array;
  },
): SampleTargets | undefined {
  if (loss.name !== 'early-learning') return undefined;
  const { momentum } = loss;
  const targets = allocate(imageCount * classCount);
  return {
    values: targets,
    next(tf, members, probs) {
      const before = new Float32Array(members.length * classCount);
      members.forEach((image, row) =>
        before.set(targets.subarray(image * classCount, (image + 1) * classCount), row * classCount),
      );
      const move = tf.customGrad((now) => {
        const clipped = tf.clipByValue(now as Tensor2D, SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY); // `probs`
        const share: Tensor2D = tf.mul(tf.div(clipped, tf.sum(clipped, 1, true)), 1 - momentum);
        const kept: Tensor2D = tf.mul(tf.tensor2d(before, [members.length, classCount]), momentum);
        return { value: tf.add(kept, share), gradFunc: (dy) => tf.zerosLike(dy) };
      });
      return move(probs) as Tensor2D; // as `value` above
    },
    keep(members, next) {
      members.forEach((image, row) => {
        for (let k = 0; k < classCount; k++) targets[image * classCount + k] = next[row * classCount + k]!;
      });
    },
  };
}
