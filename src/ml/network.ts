import type { Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import { createRng, type Rng } from '../core/rng';
import type { TrainingPlan } from '../core/trainingPlan';
import { buildCompact } from './compactNetwork';
import { buildPaper } from './paperNetwork';
import type { TensorFlow } from './tensorFlow';

/** How a network is run. Training uses batch statistics and drops units by chance; prediction does neither. */
export type ForwardMode =
  { readonly kind: 'predict' } | { readonly kind: 'train'; readonly dropoutRng: Rng };

export interface NetworkShape {
  readonly network: TrainingPlan['network'];
  readonly imageSize: number;
  readonly channels: 1 | 3;
  readonly classCount: number;
}

export interface Network {
  readonly trainable: readonly Variable[];
  /** N×S×S×C scaled pixels to N×K logits. Training updates the running statistics as a side effect. */
  forward(images: Tensor4D, mode: ForwardMode): Tensor2D;
  /** Everything learnt, running statistics included, in a fixed order. */
  snapshot(): Float32Array[];
  restore(weights: readonly Float32Array[]): void;
  dispose(): void;
}

/** The layers of a network and their variables, as the builders of the architectures make them. */
export interface NetworkLayers {
  readonly trainable: readonly Variable[];
  /** Running statistics: learnt, but not by gradients. */
  readonly running: readonly Variable[];
  forward(images: Tensor4D, mode: ForwardMode): Tensor2D;
}

/** A network with random weights; the same seed gives the same weights. */
export function createNetwork(tf: TensorFlow, shape: NetworkShape, seed: number): Network {
  const rng = createRng(seed);
  const layers = shape.network === 'compact' ? buildCompact(tf, shape, rng) : buildPaper(tf, shape, rng);
  const variables = [...layers.trainable, ...layers.running];
  return {
    trainable: layers.trainable,
    forward: (images, mode) => tf.tidy(() => layers.forward(images, mode)),
    // A copy, typed: the variables are all float32.
    snapshot: () => variables.map((variable) => Float32Array.from(variable.dataSync())),
    restore(weights) {
      variables.forEach((variable, index) =>
        tf.tidy(() => variable.assign(tf.tensor(weights[index]!, variable.shape))),
      );
    },
    dispose: () => tf.dispose(variables),
  };
}
