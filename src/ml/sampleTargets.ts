import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LossSpec } from '../core/trainingPlan';
import type { TensorFlow } from './tensorFlow';

/** What a loss remembers of each image from one epoch to the next: a running average of the predictions for it. */
export interface SampleTargets {
  /** N×K. */
  readonly values: Float32Array;
  /**
   * Moves the targets of a batch towards what is predicted for it now, and returns them, M×K: constants, through which
   * no gradient flows. `members` are image indices, `probs` M×K.
   */
  update(tf: TensorFlow, members: Int32Array, probs: Tensor2D): Tensor2D;
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
  { imageCount, classCount }: { readonly imageCount: number; readonly classCount: number },
): SampleTargets | undefined {
  if (loss.name !== 'early-learning') return undefined;
  const { momentum } = loss;
  const targets = new Float32Array(imageCount * classCount);
  return {
    values: targets,
    update(tf, members, probs) {
      const now = probs.dataSync();
      const batch = new Float32Array(members.length * classCount);
      members.forEach((image, row) => {
        const target = targets.subarray(image * classCount, (image + 1) * classCount);
        const start = row * classCount;
        let total = 0;
        for (let k = 0; k < classCount; k++) total += clip(now[start + k]!);
        for (let k = 0; k < classCount; k++)
          target[k] = momentum * target[k]! + ((1 - momentum) * clip(now[start + k]!)) / total;
        batch.set(target, start);
      });
      return tf.tensor2d(batch, [members.length, classCount]);
    },
  };
}

function clip(prob: number): number {
  return Math.min(Math.max(prob, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY);
}
