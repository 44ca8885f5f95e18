import type { Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import type { Rng } from '../../core/rng';
import type { TrainingPlan } from '../../core/run/trainingPlan';
import type { ReplicaGroup } from '../replicas/replicaGroup';

/** How a network is run. Training uses batch statistics and drops units by chance; prediction does neither. */
export type ForwardMode =
  | { readonly kind: 'predict' }
  | {
      readonly kind: 'train';
      readonly dropoutRng: Rng;
      /** Absent: the images are the whole batch. */
      readonly shard?: Shard | undefined;
    };

/** The part of a batch that one replica of a network works on. */
export interface Shard {
  readonly group: ReplicaGroup;
  /** Place of its first image in the batch. */
  readonly from: number;
  /** Images of the whole batch. */
  readonly batchSize: number;
}

export interface NetworkShape {
  readonly network: TrainingPlan['network'];
  readonly imageSize: number;
  readonly channels: 1 | 3;
  /** Of a head: numbers in an embedding, which it gets as an image of one row. */
  readonly embeddingWidth?: number | undefined;
  readonly classCount: number;
}

/** Height, width and channels of what a network gets. */
export function inputShape({
  imageSize,
  channels,
  embeddingWidth,
}: NetworkShape): readonly [number, number, number] {
  return embeddingWidth === undefined ? [imageSize, imageSize, channels] : [1, embeddingWidth, 1];
}

/** The layers of a network and their variables, as the builders of the architectures make them. */
export interface NetworkLayers {
  readonly trainable: readonly Variable[];
  /** Running statistics: learnt, but not by gradients. */
  readonly running: readonly Variable[];
  /** D of the embeddings; 0 for a head, whose input is one already. */
  readonly embeddingWidth: number;
  forward(images: Tensor4D, mode: ForwardMode): ForwardPass;
}

/** What a network makes of N images. */
export interface ForwardPass {
  /** N×K. */
  readonly logits: Tensor2D;
  /** N×D: what the last layer before the logits has seen, by which images can be compared. */
  readonly embeddings: Tensor2D;
}
