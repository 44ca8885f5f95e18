import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './tensorFlow';

/** Keeps the division defined for a channel without variation. */
export const BATCH_NORM_EPSILON = 1e-3;

export interface BatchStatistics {
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

/** Mean and (biased) variance of each column of an R×C matrix. No gradient flows through. */
export function batchStatistics(tf: TensorFlow, x: Tensor2D): BatchStatistics {
  return tf.tidy(() => {
    const rows = x.shape[0];
    const mean: Tensor1D = tf.div(tf.sum(x, 0), rows);
    const variance: Tensor1D = tf.div(tf.sum(tf.square(tf.sub(x, mean)), 0), rows);
    return { mean, variance };
  });
}

/**
 * Batch normalisation of the columns of an R×C matrix by their own statistics (Ioffe and Szegedy 2015, algorithm 1),
 * with the closed form of its gradient in three passes over the matrix instead of one for every operation:
 * dx = scale/σ · (dy − mean(dy) − x̂ · mean(dy·x̂)), dscale = Σ dy·x̂, doffset = Σ dy.
 * `statistics` must be those of `x`; the gradient by `x` includes their dependence on it.
 */
export function normalizeBatch(
  tf: TensorFlow,
  x: Tensor2D,
  options: { readonly scale: Tensor1D; readonly offset: Tensor1D; readonly statistics: BatchStatistics },
): Tensor2D {
  const { mean, variance } = options.statistics;
  const rows = x.shape[0];
  const operation = tf.customGrad((...args) => {
    // customGrad passes the three tensors given below, then `save`.
    const [input, scale, offset, save] = args as unknown as [Tensor2D, Tensor1D, Tensor1D, SaveTensors];
    const reciprocal = tf.rsqrt(tf.add<Tensor1D>(variance, BATCH_NORM_EPSILON));
    const normalized: Tensor2D = tf.mul(tf.sub(input, mean), reciprocal);
    save([normalized, reciprocal, scale]);
    return {
      value: tf.add(tf.mul(normalized, scale), offset),
      gradFunc: (dy, saved) => {
        const [unit, inverse, gain] = saved as [Tensor2D, Tensor1D, Tensor1D]; // what was saved above
        const offsetGradient = tf.sum(dy, 0);
        const scaleGradient = tf.sum(tf.mul(dy, unit), 0);
        const centred = tf.sub(dy, tf.div(offsetGradient, rows));
        const slope = tf.sub(centred, tf.mul(unit, tf.div(scaleGradient, rows)));
        return [tf.mul(slope, tf.mul(gain, inverse)), scaleGradient, offsetGradient];
      },
    };
  });
  return operation(x, options.scale, options.offset) as Tensor2D; // as `value` above
}

type SaveTensors = (tensors: (Tensor1D | Tensor2D)[]) => void;
