import type { Variable } from '@tensorflow/tfjs-core';
import { AppError } from '../../core/appError';
import type { Network } from './network';
import type { TensorFlow } from '../backends/tensorFlow';
import { message } from '../../core/words/message';

/** All that a network has learnt, one variable after the other. */
export async function readWeights({ variables }: Network): Promise<Float32Array> {
  const values = await Promise.all(variables.map((variable) => variable.data()));
  const weights = new Float32Array(values.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of values) {
    weights.set(part, at);
    at += part.length;
  }
  return weights;
}

/** Takes weights over that `readWeights` gave of a network of the same shape. @throws AppError `run-damaged`. */
export function setWeights(tf: TensorFlow, { variables }: Network, weights: Float32Array): void {
  const expected = variables.reduce((sum, { size }) => sum + size, 0);
  if (weights.length !== expected)
    throw new AppError(
      'run-damaged',
      message('models-of-other-network', { weights: weights.length, expected }),
    );
  let at = 0;
  for (const variable of variables) {
    assign(tf, variable, weights.subarray(at, at + variable.size));
    at += variable.size;
  }
}

function assign(tf: TensorFlow, variable: Variable, values: Float32Array): void {
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}
