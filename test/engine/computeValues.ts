import type { Tensor } from '@tensorflow/tfjs-core';
import { takeValues } from '../../src/ml/network/takeValues';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';

/** The values of tensors that are computed and gone again, on any backend. */
export function computeValues(tf: TensorFlow, compute: () => readonly Tensor[]): Promise<number[][]> {
  const tensors = tf.tidy(() => [...compute()]);
  return Promise.all(tensors.map(async (tensor) => Array.from(await takeValues(tensor))));
}
