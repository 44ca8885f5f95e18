import type { Rank, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Rng } from '../../core/rng';
import { constantVariable, createBatchNorm, dropout, glorotWeights, randomFilters } from './layers';
import type { NetworkLayers, NetworkShape } from './networkLayers';
import type { TensorFlow } from '../backends/tensorFlow';

/**
 * Output channels of the last three stages, by the images' channels: photographs need more than drawings and scans.
 * Stages before them, in networks for larger images, have `FIRST_CHANNELS`.
 */
const LAST_CHANNELS = { 1: [16, 48, 96], 3: [32, 64, 128] } as const;
const FIRST_CHANNELS = 16;
/** Stages are added until the last one's output is at most this wide and high. */
const LARGEST_LAST_EDGE = 4;
const DROPOUT_RATE = 0.3;
/** A sixth of He's: short trainings need filters that turn quickly. */
const FILTER_GAIN = 1 / 3;

/** Output channels of each stage for square images of that size: three stages up to 39 pixels, and more beyond. */
export function compactStages({
  imageSize,
  channels,
}: Pick<NetworkShape, 'imageSize' | 'channels'>): number[] {
  const last = LAST_CHANNELS[channels];
  const halvings = Math.floor(Math.log2(imageSize));
  let stages = 1;
  while (Math.floor(imageSize / 2 ** stages) > LARGEST_LAST_EDGE) stages++;
  const count = Math.min(Math.max(stages, last.length), Math.max(halvings, 1));
  const extra = Math.max(count - last.length, 0);
  return [...Array<number>(extra).fill(FIRST_CHANNELS), ...last].slice(0, count);
}

/**
 * Stages of 3×3 convolution, 2×2 max pooling, batch normalisation and ReLU, then dropout and one dense layer. Pooling
 * before normalising gives the same function as after (for positive scales) at a quarter of the cost.
 */
export function buildCompact(tf: TensorFlow, shape: NetworkShape, rng: Rng): NetworkLayers {
  let inputs: number = shape.channels;
  let edge = shape.imageSize;
  const stages = compactStages(shape).map((outputs) => {
    const stage = {
      filters: randomFilters(tf, rng, { inputs, outputs, gain: FILTER_GAIN }),
      norm: createBatchNorm(tf, outputs),
    };
    inputs = outputs;
    edge = Math.floor(edge / 2);
    return stage;
  });
  const features = inputs * edge * edge;
  const weights = glorotWeights(tf, rng, { inputs: features, outputs: shape.classCount });
  const bias = constantVariable(tf, shape.classCount, 0);
  return {
    trainable: [...stages.flatMap(({ filters, norm }) => [filters, ...norm.trainable]), weights, bias],
    running: stages.flatMap(({ norm }) => norm.running),
    embeddingWidth: inputs,
    forward(images, mode) {
      let x: Tensor4D = images;
      for (const { filters, norm } of stages) {
        const pooled = tf.maxPool(tf.conv2d(x, filters as Tensor4D, 1, 'same'), 2, 2, 'valid'); // a rank-4 variable
        x = norm.apply(pooled, mode, { isRelu: true });
      }
      const flat = dropout(tf, tf.reshape<Rank.R2>(x, [-1, features]), { rate: DROPOUT_RATE, mode });
      return {
        logits: tf.add<Tensor2D>(tf.matMul(flat, weights), bias),
        // Where in the image something is says little about what it is.
        embeddings: tf.mean<Tensor2D>(x, [1, 2]),
      };
    },
  };
}
