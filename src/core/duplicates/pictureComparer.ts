import { bytesPerImage } from '../dataset/pixels/bytesPerImage';
import type { PixelTensor } from '../dataset/dataset';
import type { ImageSize } from './describeImage';
import { createImageFitter, type ImageFit } from './fitImage';
import { greyImage } from './greyImage';
import { smooth } from './smooth';

/** Furthest that an edge may move in one step, as a share of the image: a crop of so much on each side. */
const MOST_SHIFT = 0.06;
/** Contrast of one copy relative to the other. */
const [LEAST_GAIN, MOST_GAIN] = [0.5, 2] as const;
/**
 * The share of the variance that may stay unexplained after the first step and after the second, relative to how far apart
 * look-alikes are: more steps make any two images more alike. `bench:duplicates` shows what these cost and yield; among 20,000 digits of
 * MNIST, 0.025 for both takes 24 for copies, nearly all of them ones.
 */
const MOST_RESIDUAL = { first: 0.02, second: 0.012 } as const;
/** With more left after the first step, a second one does not help. */
const MOST_FIRST_RESIDUAL = 0.15;
/** In the worst of some blocks: a picture with an object and one without differ in one place only. */
const MOST_BLOCK_RESIDUAL = 0.1;
/** Mean difference of colour in grey levels: the same shape in another colour is another picture. */
const MOST_TINT = 14;
/** Across and down; colours are compared in the mean of each. */
const BLOCKS = 4;

/** Whether image `b` is a copy of `a`, given how far look-alikes are around here (`createLocalSpread`). */
export type PictureComparer = (a: number, b: number, spread: number) => boolean;

/**
 * Compares the pixels of two images, both smoothed: one is fitted to the other in up to two steps (`createImageFitter`).
 * So re-encoding, rescaling and a slight crop do not count, while a local change does.
 */
export function createPictureComparer(pixels: PixelTensor): PictureComparer {
  const { height, width, channels } = pixels;
  const size = height * width;
  const [a, b, raw, warped] = Array.from({ length: 4 }, () => new Float32Array(size)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]; // four made, four taken
  const [bytesOfA, bytesOfB] = [new Uint8Array(bytesPerImage(pixels)), new Uint8Array(bytesPerImage(pixels))];
  const fitter = createImageFitter({ height, width });
  const load = (image: number, bytes: Uint8Array, into: Float32Array) => {
    pixels.read(image, bytes);
    greyImage(bytes, pixels, raw);
    smooth(raw, into, { height, width });
  };
  const isWithinReach = ({ gain, acrossShift, downShift }: ImageFit) =>
    gain >= LEAST_GAIN &&
    gain <= MOST_GAIN &&
    acrossShift <= MOST_SHIFT * width &&
    downShift <= MOST_SHIFT * height;
  const fits = (spread: number): boolean => {
    let fit = fitter.fit(a, b);
    if (!isWithinReach(fit) || fit.residual > MOST_FIRST_RESIDUAL * spread) return false;
    if (fit.residual > MOST_RESIDUAL.first * spread) {
      fitter.warp(warped);
      fit = fitter.fit(warped, b);
      if (!isWithinReach(fit) || fit.residual > MOST_RESIDUAL.second * spread) return false;
    }
    return fitter.worstBlock() <= MOST_BLOCK_RESIDUAL * spread;
  };
  return (first, second, spread) => {
    load(first, bytesOfA, a);
    load(second, bytesOfB, b);
    return fits(spread) && (channels === 1 || tintDifference(bytesOfA, bytesOfB, pixels) <= MOST_TINT);
  };
}

/** Mean absolute difference of red−green and blue−green of two colour images over a coarse grid. */
function tintDifference(a: Uint8Array, b: Uint8Array, { height, width }: ImageSize): number {
  const cells = BLOCKS * BLOCKS;
  const sums = new Float64Array(2 * cells);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) {
      const cell = Math.floor((y * BLOCKS) / height) * BLOCKS + Math.floor((x * BLOCKS) / width);
      const green = a[at + 1]! - b[at + 1]!;
      sums[2 * cell]! += a[at]! - b[at]! - green;
      sums[2 * cell + 1]! += a[at + 2]! - b[at + 2]! - green;
    }
  return sums.reduce((total, sum) => total + Math.abs(sum), 0) / (2 * height * width);
}
