import type { Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import type { Rng } from '../core/rng';
import type { TrainingPlan } from '../core/trainingPlan';

/** How a network is run. Training uses batch statistics and drops units by chance; prediction does neither. */
export type ForwardMode = { readonly kind: 'predict' } | { readonly kind: 'train'; readonly dropoutRng: Rng };

export interface NetworkShape {
  readonly network: TrainingPlan['network'];
  readonly imageSize: number;
  readonly channels: 1 | 3;
  readonly classCount: number;
}

/** The layers of a network and their variables, as the builders of the architectures make them. */
export interface NetworkLayers {
  readonly trainable: readonly Variable[];
  /** Running statistics: learnt, but not by gradients. */
  readonly running: readonly Variable[];
  forward(images: Tensor4D, mode: ForwardMode): ForwardPass;
}

/** What a network makes of N images. */
export interface ForwardPass {
  /** N×K. */
  readonly logits: Tensor2D;
  /** N×D: what the last layer before the logits has seen, by which images can be compared. */
  readonly embeddings: Tensor2D;
}
