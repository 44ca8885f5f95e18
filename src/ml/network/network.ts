import type { Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import { createRng } from '../../core/rng';
import { buildCompact } from './compactNetwork';
import type { ForwardMode, ForwardPass, NetworkShape } from './networkLayers';
import { buildHead } from './headNetwork';
import { buildPaper } from './paperNetwork';
import type { TensorFlow } from '../backends/tensorFlow';

export interface Network {
  readonly trainable: readonly Variable[];
  /** See `NetworkLayers`. */
  readonly embeddingWidth: number;
  /** All that is learnt: the trainable ones and running statistics. */
  readonly variables: readonly Variable[];
  /** N×S×S×C scaled pixels to N×K logits. Training updates the running statistics as a side effect. */
  forward(images: Tensor4D, mode: ForwardMode): Tensor2D;
  /** `forward` in the mode for predictions, with the embeddings. */
  predict(images: Tensor4D): ForwardPass;
  dispose(): void;
}

const BUILDERS = { compact: buildCompact, paper: buildPaper, head: buildHead } as const;

/** A network with random weights; the same seed gives the same weights. */
export function createNetwork(tf: TensorFlow, shape: NetworkShape, seed: number): Network {
  const rng = createRng(seed);
  const layers = BUILDERS[shape.network](tf, shape, rng);
  const variables = [...layers.trainable, ...layers.running];
  return {
    trainable: layers.trainable,
    embeddingWidth: layers.embeddingWidth,
    variables,
    forward: (images, mode) => tf.tidy(() => layers.forward(images, mode).logits),
    predict: (images) => tf.tidy(() => ({ ...layers.forward(images, { kind: 'predict' }) })),
    dispose: () => tf.dispose(variables),
  };
}
