import { bytesPerImage } from '../../core/dataset/pixels/bytesPerImage';
import type { PixelTensor } from '../../core/dataset/dataset';
import { expansionTable } from '../../core/embedding/compand';
import type { Mirrors } from '../../core/run/trainingPlan';
import { mirroring, randomAffine, warpImage, type Augmentation } from './augment';
import type { Shard } from '../network/networkLayers';

/** What bytes 0–255 become as a network's input. */
export type InputScaling = ChannelScaling | ByteTable;

/** What each byte of an embedding stands for: 256 values. */
export interface ByteTable {
  readonly table: Float32Array;
}

/** Mean and reciprocal standard deviation of each channel. */
export interface ChannelScaling {
  readonly means: Float32Array;
  readonly reciprocals: Float32Array;
}

/** Channels flatter than this are left nearly as they are instead of being blown up to noise. */
const SMALLEST_DEVIATION = 1;

/** Of embeddings: numbers around 1, as a layer likes them. */
export function embeddingScaling(width: number): ByteTable {
  return { table: expansionTable(width).map((value) => value * Math.sqrt(width)) };
}

/** The scaling that gives each channel mean 0 and standard deviation 1 over the given images. */
export function measureScaling(images: PixelTensor, members: Int32Array): ChannelScaling {
  const { channels } = images;
  const bytes = new Uint8Array(bytesPerImage(images));
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (const image of members) {
    images.read(image, bytes);
    for (let at = 0, channel = 0; at < bytes.length; at++) {
      const value = bytes[at]!;
      sums[channel]! += value;
      squares[channel]! += value * value;
      if (++channel === channels) channel = 0;
    }
  }
  const pixels = Math.max(members.length * images.height * images.width, 1);
  const means = Float32Array.from(sums, (sum) => sum / pixels);
  const reciprocals = Float32Array.from(squares, (square, channel) => {
    const variance = square / pixels - (sums[channel]! / pixels) ** 2;
    return 1 / Math.max(Math.sqrt(Math.max(variance, 0)), SMALLEST_DEVIATION);
  });
  return { means, reciprocals };
}

export interface ReadingOptions {
  readonly scaling: InputScaling;
  /** Each image is a little distorted by chance. */
  readonly augment?: Augmentation | undefined;
  /** The images are these of a batch for all of which chance is drawn. Absent: they are the batch. */
  readonly shard?: Pick<Shard, 'from' | 'batchSize'> | undefined;
  /** All images are mirrored; not with `augment`. */
  readonly mirrored?: Mirrors | undefined;
  /** Room for the values, used over and over: new arrays for every batch would pile up until they are collected. */
  readonly into?: Float32Array | undefined;
}

/** Turns images into network input, M×H×W×C scaled values. What lies in `into` is valid until the next call with it. */
export function readBatch(
  images: PixelTensor,
  members: Int32Array,
  { scaling, augment, mirrored, into, shard }: ReadingOptions,
): Float32Array {
  const { width } = images;
  const size = bytesPerImage(images);
  const bytes = new Uint8Array(size);
  const values = members.length * size;
  const batch = into === undefined ? new Float32Array(values) : into.subarray(0, values);
  const fixed = mirrored && mirroring(mirrored);
  const { from, batchSize } = shard ?? { from: 0, batchSize: members.length };
  const drawEach = <T>(draw: () => T) =>
    Array.from({ length: batchSize }, draw).slice(from, from + members.length);
  const affines = augment && drawEach(() => randomAffine(width, augment));
  members.forEach((image, position) => {
    const at = position * size;
    images.read(image, bytes);
    const affine = affines === undefined ? fixed : affines[position]!;
    if (affine === undefined) batch.set(bytes, at);
    else warpImage({ source: bytes, target: batch, at }, images, affine);
  });
  if ('table' in scaling) lookUpInPlace(batch, scaling);
  else scaleInPlace(batch, scaling);
  return batch;
}

function lookUpInPlace(batch: Float32Array, { table }: ByteTable): void {
  for (let at = 0; at < batch.length; at++) batch[at] = table[batch[at]!]!;
}

function scaleInPlace(batch: Float32Array, { means, reciprocals }: ChannelScaling): void {
  const channels = means.length;
  for (let channel = 0; channel < channels; channel++) {
    const mean = means[channel]!;
    const reciprocal = reciprocals[channel]!;
    for (let at = channel; at < batch.length; at += channels) batch[at] = (batch[at]! - mean) * reciprocal;
  }
}
