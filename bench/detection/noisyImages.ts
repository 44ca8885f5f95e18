import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  plantClassErrors,
  plantImageErrors,
  plantLabelErrors,
  type ClassFlip,
  type NoiseKind,
} from '../../scripts/images/noise';
import { createRng } from '../../src/core/rng';
import { MNIST_CLASSES, pickImages, readMnist, type MnistImages } from '../../scripts/images/mnist';

export const DATASETS = ['mnist', 'fashion-mnist'] as const;
export type DatasetName = (typeof DATASETS)[number];

/** Which images get which wrong labels. */
export interface NoiseRequest {
  readonly dataset: DatasetName;
  /** Absent: all. Else so many, drawn by the seed. */
  readonly count?: number | undefined;
  readonly noise: NoiseKind;
  readonly rate: number;
  readonly seed: number;
}

export interface NoisyImages {
  readonly images: MnistImages;
  readonly givenLabels: Int32Array;
}

const flips = (...pairs: readonly (readonly [number, number])[]): ClassFlip[] =>
  pairs.map(([from, to]) => ({ from, to }));

/**
 * What asymmetric noise takes for what. MNIST: 2→7, 3→8, 5↔6, 7→1 (Patrini et al. 2017, section 5). Fashion-MNIST:
 * boot → sneaker → sandal, pullover → shirt, coat ↔ dress (Zhang and Sabuncu 2018, section 4.2).
 */
const CLASS_FLIPS: Readonly<Record<DatasetName, readonly ClassFlip[]>> = {
  mnist: flips([2, 7], [3, 8], [5, 6], [6, 5], [7, 1]),
  'fashion-mnist': flips([9, 7], [7, 5], [2, 6], [4, 3], [3, 4]),
};

/** Another stream than that of the noise. */
const SUBSET_STREAM = 1;

/** The images and their given labels. `dataFolder` holds a folder for each dataset, and `noisy-labels`. */
export async function readNoisyImages(request: NoiseRequest, dataFolder: string): Promise<NoisyImages> {
  const all = await readMnist(path.join(dataFolder, request.dataset));
  const file = sharedLabelsFile(request);
  if (file !== undefined)
    return { images: all, givenLabels: Int32Array.from(await readFile(path.join(dataFolder, file))) };
  const images =
    request.count === undefined ? all : pickImages(all, drawPositions(all.labels.length, request));
  return { images, givenLabels: plantErrors(images, request) };
}

/** The labels as the authors of the paper draw them, for the rates they use on the whole set; the seed changes nothing. */
export function sharedLabelsFile({ dataset, count, noise, rate }: NoiseRequest): string | undefined {
  const isShared = count === undefined && noise === 'uniform' && (rate === 0.1 || rate === 0.2);
  return isShared ? path.join('noisy-labels', `${dataset}-noisy-${rate}.u8`) : undefined;
}

function drawPositions(available: number, { count = available, seed }: NoiseRequest): Int32Array {
  const positions = Int32Array.from({ length: Math.max(available, count) }, (_, position) => position);
  createRng(seed, SUBSET_STREAM).shuffle(positions);
  return positions.subarray(0, count).sort();
}

function plantErrors({ labels, pixels }: MnistImages, request: NoiseRequest): Int32Array {
  const { dataset, noise, rate, seed } = request;
  const options = { classCount: MNIST_CLASSES, rate, seed };
  switch (noise) {
    case 'uniform':
      return plantLabelErrors(labels, options);
    case 'asymmetric':
      return plantClassErrors(labels, { ...options, flips: CLASS_FLIPS[dataset] });
    case 'instance-dependent':
      return plantImageErrors(labels, { ...options, pixels });
  }
}
