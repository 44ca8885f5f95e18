import type { Rank, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Rng } from '../../core/rng';
import { constantVariable, dropout, glorotWeights, randomFilters } from './layers';
import type { NetworkLayers, NetworkShape } from './networkLayers';
import type { TensorFlow } from '../backends/tensorFlow';

/** Output channels of the two convolutions, and units of the hidden layer. */
export const PAPER_CHANNELS = [32, 64] as const;
export const PAPER_HIDDEN_UNITS = 128;
const CONVOLUTION_DROPOUT = 0.25;
const HIDDEN_DROPOUT = 0.5;

/**
 * The network of Pellegrino, Szczecina and Fieguth (arXiv 2511.16512): two unpadded 3×3 convolutions with 32 and 64
 * channels, 2×2 max pooling, a hidden layer of 128; 1,199,882 parameters for 28×28 grey images of 10 classes.
 */
export function buildPaper(tf: TensorFlow, shape: NetworkShape, rng: Rng): NetworkLayers {
  const [first, second] = PAPER_CHANNELS;
  const features = Math.floor((shape.imageSize - 4) / 2) ** 2 * second;
  const filters1 = randomFilters(tf, rng, { inputs: shape.channels, outputs: first, gain: 2 });
  const filters2 = randomFilters(tf, rng, { inputs: first, outputs: second, gain: 2 });
  const hidden = glorotWeights(tf, rng, { inputs: features, outputs: PAPER_HIDDEN_UNITS });
  const output = glorotWeights(tf, rng, { inputs: PAPER_HIDDEN_UNITS, outputs: shape.classCount });
  const [bias1, bias2, hiddenBias, outputBias] = [first, second, PAPER_HIDDEN_UNITS, shape.classCount].map(
    (length) => constantVariable(tf, length, 0),
  ) as [Bias, Bias, Bias, Bias]; // one for each length
  return {
    trainable: [filters1, bias1, filters2, bias2, hidden, hiddenBias, output, outputBias],
    running: [],
    embeddingWidth: PAPER_HIDDEN_UNITS,
    forward(images, mode) {
      const x1 = tf.relu(tf.add<Tensor4D>(tf.conv2d(images, filters1, 1, 'valid'), bias1));
      // Pooling before the bias and ReLU gives the same values, on a quarter of the cells.
      const x2 = tf.maxPool(tf.conv2d(x1, filters2, 1, 'valid'), 2, 2, 'valid');
      const x3 = dropout(tf, tf.relu(tf.add<Tensor4D>(x2, bias2)), { rate: CONVOLUTION_DROPOUT, mode });
      const x4 = tf.relu(
        tf.add<Tensor2D>(tf.matMul(tf.reshape<Rank.R2>(x3, [-1, features]), hidden), hiddenBias),
      );
      const dropped = dropout(tf, x4, { rate: HIDDEN_DROPOUT, mode });
      return { logits: tf.add<Tensor2D>(tf.matMul(dropped, output), outputBias), embeddings: x4 };
    },
  };
}

type Bias = ReturnType<typeof constantVariable>;
