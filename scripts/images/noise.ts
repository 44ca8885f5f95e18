import { groupByClass } from '../../src/core/query/classGroups';
import { createRng, type Rng } from '../../src/core/rng';

/** Kinds of label noise that can be planted, by the names of the literature. */
export const NOISE_KINDS = ['uniform', 'asymmetric', 'instance-dependent'] as const;
export type NoiseKind = (typeof NOISE_KINDS)[number];

interface NoiseOptions {
  readonly classCount: number;
  /** 0 to 1. */
  readonly rate: number;
  readonly seed: number;
}

/**
 * Labels with planted errors, for tests and demonstrations: a new array in which exactly `rate` of the samples,
 * rounded and chosen at random, have another class, each other class being equally likely (uniform, also called
 * symmetric, noise). The same seed plants the same errors.
 */
export function plantLabelErrors(labels: Int32Array, options: NoiseOptions): Int32Array {
  checkOptions(options);
  const { classCount, rate, seed } = options;
  const rng = createRng(seed);
  const noisy = labels.slice();
  for (const sample of drawSome(Int32Array.from(labels.keys()), rate, rng))
    noisy[sample] = (labels[sample]! + 1 + rng.nextInt(classCount - 1)) % classCount;
  return noisy;
}

/** A class that is taken for another one. */
export interface ClassFlip {
  readonly from: number;
  readonly to: number;
}

/**
 * As `plantLabelErrors`, but errors follow the classes (asymmetric noise; Patrini et al. 2017, "Making Deep Neural
 * Networks Robust to Label Noise: a Loss Correction Approach", section 5): of each class that `flips` names, exactly
 * `rate`, rounded, become one of the classes it is taken for, all equally likely. Other classes keep their labels, so
 * fewer than `rate` of all labels are wrong.
 */
export function plantClassErrors(
  labels: Int32Array,
  options: NoiseOptions & { readonly flips: readonly ClassFlip[] },
): Int32Array {
  checkOptions(options);
  const { classCount, flips, rate, seed } = options;
  for (const { from, to } of flips)
    if (from === to || to < 0 || to >= classCount)
      throw new RangeError(`class ${from} cannot be taken for ${to}, one of ${classCount} classes`);
  const rng = createRng(seed);
  const { order, starts } = groupByClass(labels, classCount);
  const noisy = labels.slice();
  for (let label = 0; label < classCount; label++) {
    const takenFor = flips.filter(({ from }) => from === label).map(({ to }) => to);
    if (takenFor.length === 0) continue;
    for (const sample of drawSome(order.slice(starts[label], starts[label + 1]), rate, rng))
      noisy[sample] = takenFor[rng.nextInt(takenFor.length)]!;
  }
  return noisy;
}

/** Spread of the probabilities with which single images get a wrong label; the authors' value. */
const FLIP_DEVIATION = 0.1;

/**
 * As `plantLabelErrors`, but errors follow the images (instance-dependent noise; Xia et al. 2020, "Part-dependent Label
 * Noise: Towards Instance-dependent Label Noise", algorithm 2): each sample has its own probability q of a wrong label,
 * drawn from the normal distribution N(rate, 0.1²) cut to 0…1, and the wrong label is drawn from the softmax of its
 * pixels' random projection by its class, without the true class. So alike images of a class are taken for the same
 * class. The cut makes the expected share of errors larger than a small `rate`: .129 for .1, .206 for .2.
 * `pixels` are N×S bytes, a row for each label; they are scaled to mean 0 and deviation 1 first.
 */
export function plantImageErrors(
  labels: Int32Array,
  options: NoiseOptions & { readonly pixels: Uint8Array },
): Int32Array {
  checkOptions(options);
  const { classCount, pixels, rate, seed } = options;
  const size = pixels.length / labels.length;
  if (!Number.isInteger(size))
    throw new RangeError(`${pixels.length} pixels are not ${labels.length} images`);
  const rng = createRng(seed);
  const projections = Float64Array.from({ length: classCount * size * classCount }, () => rng.normal());
  const { mean, deviation } = momentsOf(pixels);
  const affinities = new Float64Array(classCount);
  return labels.map((label, sample) => {
    affinities.fill(0);
    for (let pixel = 0; pixel < size; pixel++) {
      const value = (pixels[sample * size + pixel]! - mean) / deviation;
      const row = (label * size + pixel) * classCount;
      for (let k = 0; k < classCount; k++) affinities[k]! += value * projections[row + k]!;
    }
    affinities[label] = -Infinity;
    const isWrong = rng.next01() < drawFlipProbability(rate, rng);
    return isWrong ? drawFromSoftmax(affinities, rng) : label;
  });
}

function checkOptions({ classCount, rate }: NoiseOptions): void {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`rate must be from 0 to 1, not ${rate}`);
  if (classCount < 2) throw new RangeError('a label can only be wrong where there are two classes');
}

/** The share `rate` of the samples, rounded. Shuffles them. */
function drawSome(samples: Int32Array, rate: number, rng: Rng): Int32Array {
  rng.shuffle(samples);
  return samples.subarray(0, Math.round(rate * samples.length));
}

function momentsOf(pixels: Uint8Array): { readonly mean: number; readonly deviation: number } {
  let sum = 0;
  let squares = 0;
  for (const value of pixels) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / pixels.length;
  const variance = squares / pixels.length - mean ** 2;
  return { mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 };
}

/** The truncated normal distribution, by drawing again: at least half of the draws fit. */
function drawFlipProbability(rate: number, rng: Rng): number {
  for (;;) {
    const probability = rate + FLIP_DEVIATION * rng.normal();
    if (probability >= 0 && probability <= 1) return probability;
  }
}

function drawFromSoftmax(logits: Float64Array, rng: Rng): number {
  const largest = logits.reduce((a, b) => Math.max(a, b));
  const weights = logits.map((logit) => Math.exp(logit - largest));
  let left = rng.next01() * weights.reduce((sum, weight) => sum + weight, 0);
  // Rounding may leave a little at the end: the largest weight takes it.
  const drawn = weights.findIndex((weight) => (left -= weight) < 0);
  return drawn >= 0 ? drawn : logits.indexOf(largest);
}
