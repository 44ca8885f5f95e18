import type { PixelTensor } from '../dataset';
import { greyImage } from './greyImage';

/** Explained by moving an image: brightness, contrast, shift and scale along both axes. */
const TERMS = 6;
/** Furthest that an edge may move, as a share of the image: a crop of so much on each side. */
const MOST_SHIFT = 0.06;
/** Contrast of one copy relative to the other. */
const [LEAST_GAIN, MOST_GAIN] = [0.5, 2] as const;
/**
 * Of the variance, what may be left unexplained, relative to how far look-alikes are. Measured on 20,000 images each of
 * MNIST and Fashion-MNIST: all but a few of JPEG copies down to quality 50 stay below, one and nine pairs of originals do
 * (most of the nine are copies).
 */
const MOST_RESIDUAL = 0.025;
/** The same in the worst of some blocks: a picture with an object and one without differ in one place only. */
const MOST_BLOCK_RESIDUAL = 0.15;
const BLOCKS = 4;
/** Mean difference of colour in grey levels: the same shape in another colour is another picture. */
const MOST_TINT = 14;

/** Whether image `b` is a copy of `a`, given how far look-alikes are around here (`createLocalSpread`). */
export type PictureComparer = (a: number, b: number, spread: number) => boolean;

/**
 * Compares the pixels of two images: one is fitted to the other by linear regression on itself and its derivatives, the
 * tangents of small shifts and scalings (Simard, LeCun and Denker, "Efficient pattern recognition using a new transformation
 * distance", 1993). Both are smoothed. So re-encoding, rescaling and a slight crop do not count, while a local change does.
 */
export function createPictureComparer(pixels: PixelTensor): PictureComparer {
  const { height, width, channels } = pixels;
  const size = height * width;
  const [a, b, raw] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
  const load = (image: number, into: Float32Array) => {
    greyImage(pixels, image, raw);
    smooth(raw, into, { height, width });
  };
  return (first, second, spread) => {
    load(first, a);
    load(second, b);
    const { residual, blockResidual, isWithinReach } = fit(a, b, { height, width });
    return (
      isWithinReach &&
      residual <= MOST_RESIDUAL * spread &&
      blockResidual <= MOST_BLOCK_RESIDUAL * spread &&
      (channels === 1 || tintDifference(pixels, first, second) <= MOST_TINT)
    );
  };
}

interface Size {
  readonly height: number;
  readonly width: number;
}

/** Binomial 3×3, edges repeated. */
function smooth(from: Float32Array, to: Float32Array, { height, width }: Size): void {
  for (let y = 0; y < height; y++) {
    const [up, at, down] = [Math.max(y - 1, 0) * width, y * width, Math.min(y + 1, height - 1) * width];
    const column = (x: number) => from[up + x]! + 2 * from[at + x]! + from[down + x]!;
    let [left, middle] = [column(0), column(0)];
    for (let x = 0; x < width; x++) {
      const right = column(Math.min(x + 1, width - 1));
      to[at + x] = (left + 2 * middle + right) / 16;
      [left, middle] = [middle, right];
    }
  }
}

interface Fit {
  /** Shares of the variance of b that the fit leaves over: in all, and in the worst block relative to its area. */
  readonly residual: number;
  readonly blockResidual: number;
  /** Whether gain, shift and scale are those of a copy. */
  readonly isWithinReach: boolean;
}

/** Fits b ≈ offset + gain·a + (shift + scale·position)·gradient, in x and y, over all pixels but the border. */
function fit(a: Float32Array, b: Float32Array, size: Size): Fit {
  const { height, width } = size;
  const { normal, right, variance } = sums(a, b, size);
  const weights = solve(normal, right);
  const terms = new Float64Array(TERMS);
  const blocks = new Float64Array(BLOCKS * BLOCKS);
  const counts = new Float64Array(BLOCKS * BLOCKS);
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      setTerms(terms, a, { x, y, ...size });
      let difference = b[y * width + x]!;
      for (let i = 0; i < TERMS; i++) difference -= weights[i]! * terms[i]!;
      const block = Math.floor((y * BLOCKS) / height) * BLOCKS + Math.floor((x * BLOCKS) / width);
      blocks[block]! += difference * difference;
      counts[block]!++;
    }
  const total = blocks.reduce((sum, error) => sum + error, 0) / ((height - 2) * (width - 2));
  const worst = blocks.reduce((most, error, block) => Math.max(most, error / counts[block]!), 0);
  const gain = weights[1]!;
  const reach = (shift: number, edge: number) =>
    Math.abs(weights[shift]!) + Math.abs(weights[shift + 2]!) <= MOST_SHIFT * edge * gain;
  return {
    residual: total / variance,
    blockResidual: worst / variance,
    isWithinReach: gain >= LEAST_GAIN && gain <= MOST_GAIN && reach(2, width) && reach(3, height),
  };
}

/** The normal equations of the fit, the lower triangle of the matrix only. */
function sums(a: Float32Array, b: Float32Array, size: Size) {
  const { height, width } = size;
  const terms = new Float64Array(TERMS);
  const normal = new Float64Array(TERMS * TERMS);
  const right = new Float64Array(TERMS);
  let squares = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      setTerms(terms, a, { x, y, ...size });
      const value = b[y * width + x]!;
      squares += value * value;
      for (let i = 0; i < TERMS; i++) {
        right[i]! += terms[i]! * value;
        for (let j = 0; j <= i; j++) normal[i * TERMS + j]! += terms[i]! * terms[j]!;
      }
    }
  const count = (height - 2) * (width - 2);
  return { normal, right, variance: squares / count - (right[0]! / count) ** 2 };
}

function setTerms(
  terms: Float64Array,
  a: Float32Array,
  { x, y, height, width }: Size & { readonly x: number; readonly y: number },
): void {
  const at = y * width + x;
  const across = (a[at + 1]! - a[at - 1]!) / 2;
  const down = (a[at + width]! - a[at - width]!) / 2;
  terms[0] = 1;
  terms[1] = a[at]!;
  terms[2] = across;
  terms[3] = down;
  terms[4] = across * ((2 * x + 1) / width - 1);
  terms[5] = down * ((2 * y + 1) / height - 1);
}

/** Solves the symmetric system whose lower triangle is `matrix` (Cholesky); a term that adds nothing gets the weight 0. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const lower = Float64Array.from(matrix);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = lower[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i !== j) lower[i * n + j] = lower[j * n + j] === Infinity ? 0 : sum / lower[j * n + j]!;
      else lower[i * n + i] = sum > 1e-9 * matrix[i * n + i]! ? Math.sqrt(sum) : Infinity;
    }
  const solution = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) solution[i]! -= lower[i * n + k]! * solution[k]!;
    solution[i]! /= lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) solution[i]! -= lower[k * n + i]! * solution[k]!;
    solution[i]! /= lower[i * n + i]!;
  }
  return solution;
}

/** Mean absolute difference of red−green and blue−green over a coarse grid. */
function tintDifference({ data, height, width }: PixelTensor, a: number, b: number): number {
  const cells = BLOCKS * BLOCKS;
  const sums = new Float64Array(2 * cells);
  const stride = height * width * 3;
  for (let y = 0, from = a * stride, to = b * stride; y < height; y++)
    for (let x = 0; x < width; x++, from += 3, to += 3) {
      const cell = Math.floor((y * BLOCKS) / height) * BLOCKS + Math.floor((x * BLOCKS) / width);
      const green = data[from + 1]! - data[to + 1]!;
      sums[2 * cell]! += data[from]! - data[to]! - green;
      sums[2 * cell + 1]! += data[from + 2]! - data[to + 2]! - green;
    }
  return sums.reduce((total, sum) => total + Math.abs(sum), 0) / (2 * height * width);
}
