import type { Tensor } from '@tensorflow/tfjs-core';
import { runOwnKernel } from './ownKernels';
import type { TensorFlow } from '../backends/tensorFlow';

export interface DropoutMask {
  readonly shape: readonly number[];
  /** The share of zeros, 0 to 1. */
  readonly rate: number;
  /** Decides which places are zero, the same on every backend: the next seed is the same mask from its second place on. */
  readonly seed: number;
}

/** A tensor of 0 and 1 / (1 − rate), by which a layer's values are multiplied. */
export function dropoutMask(tf: TensorFlow, { shape, rate, seed }: DropoutMask): Tensor {
  const kept = 1 / (1 - rate);
  const threshold = Math.floor(rate * 2 ** 32);
  const attrs = { shape: [...shape], seed, threshold, kept };
  const own = runOwnKernel(tf, 'LabelReviewDropoutMask', { inputs: {}, attrs });
  if (own !== undefined) return own[0]!;
  const size = tf.util.sizeFromShape([...shape]);
  const mask = new Float32Array(size); // filled by a plain loop: `Float32Array.from` takes ten times as long
  for (let place = 0; place < size; place++) mask[place] = hashOf(seed + place) < threshold ? 0 : kept;
  return tf.tensor(mask, [...shape]);
}

/** The finaliser of MurmurHash3 (Appleby, public domain), as in src/kernels/elements.ts: 32 bits in, 32 bits out. */
function hashOf(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
