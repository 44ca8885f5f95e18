/** The passes of batch normalisation over an R×C matrix: one kernel each where we have it, else plain operations. */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { runOwnKernel } from './ownKernels';
import { isPositive } from './reluGradient';
import type { TensorFlow } from '../backends/tensorFlow';

export interface BatchStatistics {
  readonly rows: number;
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

/** A column is normalised to (x − mean) · factor + offset, and to 0 where that is negative if `isRelu`. */
export interface Normalization {
  readonly mean: Tensor1D;
  readonly factor: Tensor1D;
  readonly offset: Tensor1D;
  readonly isRelu: boolean;
}

/** Mean and (biased) variance of each column. */
export function columnMoments(tf: TensorFlow, x: Tensor2D): BatchStatistics {
  const own = runOwnKernel(tf, 'LabelReviewColumnMoments', { inputs: { x } });
  const rows = x.shape[0];
  if (own !== undefined) return { rows, mean: own[0] as Tensor1D, variance: own[1] as Tensor1D }; // its two results
  return tf.tidy(() => {
    const mean: Tensor1D = tf.div(tf.sum(x, 0), rows);
    const variance: Tensor1D = tf.div(tf.sum(tf.square(tf.sub(x, mean)), 0), rows);
    return { rows, mean, variance };
  });
}

export function normalizeColumns(tf: TensorFlow, x: Tensor2D, by: Normalization): Tensor2D {
  const { mean, factor, offset, isRelu } = by;
  const inputs = { x, mean, factor, offset };
  const own = runOwnKernel(tf, 'LabelReviewNormalizeColumns', { inputs, attrs: { isRelu } });
  if (own !== undefined) return own[0] as Tensor2D; // its result
  const normalized: Tensor2D = tf.add(tf.mul(tf.sub(x, mean), factor), offset);
  return isRelu ? tf.relu(normalized) : normalized;
}

/** Of each column, Σ dy and Σ dy · (x − mean), where ReLU lets dy through. */
export function normalizationSums(
  tf: TensorFlow,
  { x, dy }: { readonly x: Tensor2D; readonly dy: Tensor2D },
  by: Normalization,
): { readonly sums: Tensor1D; readonly products: Tensor1D } {
  const { mean, factor, offset, isRelu } = by;
  const inputs = { x, dy, mean, factor, offset };
  const own = runOwnKernel(tf, 'LabelReviewNormalizationSums', { inputs, attrs: { isRelu } });
  if (own !== undefined) return { sums: own[0] as Tensor1D, products: own[1] as Tensor1D }; // its two results
  const passed = passedGradient(tf, { x, dy }, by);
  return { sums: tf.sum(passed, 0), products: tf.sum(tf.mul(passed, tf.sub(x, mean)), 0) };
}

/** dy · factor + (x − mean) · slope + constant, where ReLU lets dy through. */
export function normalizationGradient(
  tf: TensorFlow,
  { x, dy }: { readonly x: Tensor2D; readonly dy: Tensor2D },
  by: Normalization & { readonly slope: Tensor1D; readonly constant: Tensor1D },
): Tensor2D {
  const { mean, factor, offset, slope, constant, isRelu } = by;
  const inputs = { x, dy, mean, factor, offset, slope, constant };
  const own = runOwnKernel(tf, 'LabelReviewNormalizationGradient', { inputs, attrs: { isRelu } });
  if (own !== undefined) return own[0] as Tensor2D; // its result
  const passed = passedGradient(tf, { x, dy }, by);
  return tf.add(tf.mul(passed, factor), tf.add(tf.mul(tf.sub(x, mean), slope), constant));
}

function passedGradient(
  tf: TensorFlow,
  { x, dy }: { readonly x: Tensor2D; readonly dy: Tensor2D },
  by: Normalization,
): Tensor2D {
  return by.isRelu ? tf.mul(dy, isPositive(tf, normalizeColumns(tf, x, by))) : dy;
}
