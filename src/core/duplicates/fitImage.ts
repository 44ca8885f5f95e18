import type { ImageSize } from './describeImage';

/** Offset, gain, shift across and down, scale across and down. */
const TERMS = 6;
const BLOCKS = 4;

/** How one image is best made into another by moving, scaling, brightening and stretching it a little. */
export interface ImageFit {
  readonly gain: number;
  /** Furthest that an edge moves, in pixels. */
  readonly acrossShift: number;
  readonly downShift: number;
  /** Share of the other image's variance that is left unexplained. */
  readonly residual: number;
}

export interface ImageFitter {
  /** Fits `a` to `b` by linear regression. */
  readonly fit: (a: Float32Array, b: Float32Array) => ImageFit;
  /** What the last fit leaves over in the worst of some blocks, relative to the variance of the whole. */
  readonly worstBlock: () => number;
  /** Moves and scales the `a` of the last fit as this says, into `target`; edges are repeated. */
  readonly warp: (target: Float32Array) => void;
}

/**
 * Makes a fitter of b ≈ offset + gain·a + (shift + scale·position)·gradient, in x and y: `a` and the tangents of small
 * shifts and scalings of it (Simard, LeCun and Denker, "Efficient pattern recognition using a new transformation distance",
 * 1993), one step of Gauss and Newton. The border, where there is no gradient, does not count.
 */
export function createImageFitter(size: ImageSize): ImageFitter {
  const grid = { ...size, across: positions(size.width), down: positions(size.height) };
  let last: Regression | undefined;
  return {
    fit: (a, b) => {
      last = regress(a, b, grid);
      const gain = last.weights[1]!;
      const reach = (shift: number) =>
        (Math.abs(last!.weights[shift]!) + Math.abs(last!.weights[shift + 2]!)) / gain;
      return { gain, acrossShift: reach(2), downShift: reach(3), residual: last.residual };
    },
    worstBlock: () => (last === undefined ? 0 : worstBlock(last, grid)),
    warp: (target) => {
      if (last !== undefined) warp(last, target, grid);
    },
  };
}

/** An image's edges, and where its columns and rows are, from −1 to 1. */
interface Grid extends ImageSize {
  readonly across: Float32Array;
  readonly down: Float32Array;
}

interface Regression {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly weights: Float64Array;
  /** Of `b`. */
  readonly variance: number;
  /** Relative to the variance. */
  readonly residual: number;
}

function setTerms(terms: Float64Array, a: Float32Array, at: number, grid: Grid): void {
  const { width, across, down } = grid;
  const acrossGradient = (a[at + 1]! - a[at - 1]!) / 2;
  const downGradient = (a[at + width]! - a[at - width]!) / 2;
  terms[0] = 1;
  terms[1] = a[at]!;
  terms[2] = acrossGradient;
  terms[3] = downGradient;
  terms[4] = acrossGradient * across[at % width]!;
  terms[5] = downGradient * down[(at / width) | 0]!;
}

function regress(a: Float32Array, b: Float32Array, grid: Grid): Regression {
  const { height, width } = grid;
  const terms = new Float64Array(TERMS);
  const normal = new Float64Array(TERMS * TERMS);
  const right = new Float64Array(TERMS);
  let squares = 0;
  for (let y = 1; y < height - 1; y++)
    for (let at = y * width + 1, end = at + width - 2; at < end; at++) {
      setTerms(terms, a, at, grid);
      const value = b[at]!;
      squares += value * value;
      for (let i = 0; i < TERMS; i++) {
        const term = terms[i]!;
        right[i]! += term * value;
        for (let j = 0; j <= i; j++) normal[i * TERMS + j]! += term * terms[j]!;
      }
    }
  const weights = solveSymmetric(normal, right);
  const count = (height - 2) * (width - 2);
  const variance = squares / count - (right[0]! / count) ** 2;
  const explained = weights.reduce((sum, weight, i) => sum + weight * right[i]!, 0);
  return { a, b, weights, variance, residual: (squares - explained) / count / variance };
}

function worstBlock({ a, b, weights, variance }: Regression, grid: Grid): number {
  const { height, width } = grid;
  const terms = new Float64Array(TERMS);
  const errors = new Float64Array(BLOCKS * BLOCKS);
  const counts = new Float64Array(BLOCKS * BLOCKS);
  for (let y = 1; y < height - 1; y++)
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      setTerms(terms, a, at, grid);
      let difference = b[at]!;
      for (let i = 0; i < TERMS; i++) difference -= weights[i]! * terms[i]!;
      const block = Math.floor((y * BLOCKS) / height) * BLOCKS + Math.floor((x * BLOCKS) / width);
      errors[block]! += difference * difference;
      counts[block]!++;
    }
  return errors.reduce((most, error, block) => Math.max(most, error / counts[block]! / variance), 0);
}

function warp({ a, weights }: Regression, target: Float32Array, grid: Grid): void {
  const { height, width, across, down } = grid;
  const gain = weights[1]!;
  for (let y = 0; y < height; y++) {
    const v = clamp(y + (weights[3]! + weights[5]! * down[y]!) / gain, height - 1);
    const upper = Math.min(Math.floor(v), height - 2);
    for (let x = 0; x < width; x++) {
      const u = clamp(x + (weights[2]! + weights[4]! * across[x]!) / gain, width - 1);
      const left = Math.min(Math.floor(u), width - 2);
      const [p, q, at] = [u - left, v - upper, upper * width + left];
      const above = a[at]! * (1 - p) + a[at + 1]! * p;
      const below = a[at + width]! * (1 - p) + a[at + width + 1]! * p;
      target[y * width + x] = above * (1 - q) + below * q;
    }
  }
}

/** The middles of pixels from −1 to 1. */
function positions(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => (2 * i + 1) / length - 1);
}

const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);

/** Solves the symmetric system whose lower triangle is `matrix` (Cholesky); a term that adds nothing gets the weight 0. */
function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array {
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
