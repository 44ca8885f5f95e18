import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import type { Rng } from '../../core/rng';
import { batchStatistics, BATCH_NORM_EPSILON, normalizeBatch } from './batchNorm';
import { dropoutMask } from './dropoutMask';
import type { ForwardMode } from './networkLayers';
import type { TensorFlow } from '../backends/tensorFlow';

/**
 * A 3×3 filter bank, 3×3×in×out: normal, variance `gain` / fan-in. He initialisation (He et al. 2015, equation 10) has a
 * gain of 2. Before batch normalisation the scale does not change what the network computes, only how far Adam's steps,
 * whose size does not depend on it, turn the filters.
 */
export function randomFilters(
  tf: TensorFlow,
  rng: Rng,
  size: { readonly inputs: number; readonly outputs: number; readonly gain: number },
) {
  const deviation = Math.sqrt(size.gain / (9 * size.inputs));
  return randomVariable<Rank.R4>(tf, [3, 3, size.inputs, size.outputs], () => rng.normal() * deviation);
}

/** A weight matrix, in×out, by Glorot initialisation (Glorot and Bengio 2010, equation 16): uniform ±√(6 / (in + out)). */
export function glorotWeights(
  tf: TensorFlow,
  rng: Rng,
  size: { readonly inputs: number; readonly outputs: number },
) {
  const limit = Math.sqrt(6 / (size.inputs + size.outputs));
  return randomVariable<Rank.R2>(tf, [size.inputs, size.outputs], () => (rng.next01() * 2 - 1) * limit);
}

function randomVariable<R extends Rank>(tf: TensorFlow, shape: number[], draw: () => number): Variable<R> {
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, draw);
  return variableOf<R>(tf, () => tf.tensor<R>(values, shape as never)); // the callers' shapes have rank R
}

export function constantVariable(tf: TensorFlow, length: number, value: number): Variable<Rank.R1> {
  return variableOf(tf, () => tf.fill<Rank.R1>([length], value));
}

function variableOf<R extends Rank>(tf: TensorFlow, make: () => Tensor<R>): Variable<R> {
  return tf.tidy(() => tf.variable(make()));
}

/** Drops each value with probability `rate` while training and scales the others up, by the seeded generator. */
export function dropout<T extends Tensor2D | Tensor4D>(
  tf: TensorFlow,
  x: T,
  { rate, mode }: { readonly rate: number; readonly mode: ForwardMode },
): T {
  if (mode.kind === 'predict') return x;
  // The mask of the whole batch, from this thread's images on: its places count on from the seed.
  const firstPlace = (mode.shard?.from ?? 0) * (x.size / x.shape[0]);
  const seed = mode.dropoutRng.nextInt(2 ** 31) + firstPlace;
  return tf.mul(x, dropoutMask(tf, { shape: x.shape, rate, seed }));
}

export interface BatchNormLayer {
  readonly trainable: readonly Variable[];
  readonly running: readonly Variable[];
  /** With `isRelu`, the ReLU of the result, which costs nothing more while training. */
  apply(x: Tensor4D, mode: ForwardMode, options?: { readonly isRelu: boolean }): Tensor4D;
}

/** Weight of the old value when the running statistics are updated: quick, as short runs have few batches. */
const RUNNING_DECAY = 0.9;

/** Batch normalisation by channel: by the batch while training, by running statistics when predicting. */
export function createBatchNorm(tf: TensorFlow, channels: number): BatchNormLayer {
  const scale = constantVariable(tf, channels, 1);
  const offset = constantVariable(tf, channels, 0);
  const mean = tf.tidy(() => tf.variable(tf.zeros<Rank.R1>([channels]), false));
  const variance = tf.tidy(() => tf.variable(tf.ones<Rank.R1>([channels]), false));
  const update = (running: Variable<Rank.R1>, now: Tensor1D) =>
    running.assign(tf.add(tf.mul(running, RUNNING_DECAY), tf.mul(now, 1 - RUNNING_DECAY)));
  return {
    trainable: [scale, offset],
    running: [mean, variance],
    apply(x, mode, { isRelu } = { isRelu: false }) {
      if (mode.kind === 'predict') {
        const normalized = tf.batchNorm4d(x, mean, variance, offset, scale, BATCH_NORM_EPSILON);
        return isRelu ? tf.relu(normalized) : normalized;
      }
      const columns = tf.reshape<Rank.R2>(x, [-1, channels]);
      const group = mode.shard?.group;
      const statistics = batchStatistics(tf, columns, group);
      update(mean, statistics.mean);
      update(variance, statistics.variance);
      const normalized = normalizeBatch(tf, columns, { scale, offset, statistics, isRelu, group });
      return tf.reshape<Rank.R4>(normalized, x.shape);
    },
  };
}
