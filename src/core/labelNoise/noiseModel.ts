import type { ClassMatrix } from '../confidentLearning/confidentJoint';
import type { PredProbs } from '../confidentLearning/predProbs';

/**
 * How given labels come from true ones, and how far the predicted probabilities are to be trusted. An image's given
 * label depends on its true label only (class-conditional noise, Angluin and Laird 1988).
 */
export interface NoiseModel {
  /** P(given label | true label): row = given, column = true; columns sum to 1. */
  readonly transition: ClassMatrix;
  /** The exponent put on predicted probabilities before they count as P(true label | image): above 1 it sharpens. */
  readonly sharpness: number;
}

/** A noise-free label set has this share of errors at least: no label is beyond doubt. */
const LOWEST_NOISE_RATE = 1e-4;
const FIRST_NOISE_RATE = 0.1;

/** Of a class's own size, the weight of the assumption that its errors go to all classes alike. */
const PRIOR_SHARE = 0.05;
/** The same in samples per class, for classes too small to tell. */
const PRIOR_PER_CLASS = 2;

/** Enough cells of the N×K matrix to fit the model on; of larger sets every n-th sample is taken. */
const MOST_CELLS = 1_000_000;
const MOST_ROUNDS = 60;
/** The fit has converged when no noise rate moves by more than this in a round. */
const SMALLEST_CHANGE = 1e-5;

/** The sharpness is searched in steps of this factor, every few rounds. */
const SHARPNESS_STEP = 1.05;
const ROUNDS_PER_SHARPNESS = 3;
const SHARPNESS_RANGE = { lowest: 0.1, highest: 10 } as const;

/**
 * Fits the noise model by expectation maximisation on the likelihood of the given labels,
 * Π P(given | image) = Π Σ_k P(given | true = k) · P(true = k | image), where P(true | image) is the predicted
 * distribution raised to the sharpness and normalised. The transition matrix is drawn towards uniform errors (a
 * Dirichlet prior), since a few errors of a pair say little about how frequent it is; but only a little, since real
 * errors do have favourite pairs. `labels` are class indices, one for each row.
 */
export function fitNoiseModel(labels: Int32Array, predProbs: PredProbs): NoiseModel {
  const samples = logSamples(labels, predProbs);
  const classCount = predProbs.columns;
  let transition = uniformNoise(classCount, FIRST_NOISE_RATE);
  let sharpness = 1;
  let trueProbs = sharpen(samples, sharpness);
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const next = maximize(expectedCounts(samples, trueProbs, transition));
    const change = largestDiagonalChange(transition, next);
    transition = next;
    if (round % ROUNDS_PER_SHARPNESS !== 0) continue;
    const better = improveSharpness(samples, transition, sharpness);
    if (better === sharpness && change < SMALLEST_CHANGE) break;
    if (better === sharpness) continue;
    sharpness = better;
    trueProbs = sharpen(samples, sharpness);
  }
  return { transition, sharpness };
}

/** The noise model with a known transition matrix: only how far the predictions are to be trusted is fitted. */
export function fitSharpness(labels: Int32Array, predProbs: PredProbs, transition: ClassMatrix): NoiseModel {
  const samples = logSamples(labels, predProbs);
  let sharpness = 1;
  for (;;) {
    const better = improveSharpness(samples, transition, sharpness);
    if (better === sharpness) return { transition, sharpness };
    sharpness = better;
  }
}

/** The samples the model is fitted on: labels and the logarithms of their rows. */
interface LogSamples {
  readonly labels: Int32Array;
  readonly logProbs: Float32Array;
  readonly classCount: number;
}

/** A smaller probability is as good as none. */
export const SMALLEST_PROBABILITY = 1e-9;

function logSamples(labels: Int32Array, { data, rows, columns }: PredProbs): LogSamples {
  const stride = Math.max(Math.ceil((rows * columns) / MOST_CELLS), 1);
  const count = Math.ceil(rows / stride);
  const logProbs = new Float32Array(count * columns);
  const chosen = new Int32Array(count);
  for (let sample = 0; sample < count; sample++) {
    const row = sample * stride;
    chosen[sample] = labels[row]!;
    for (let column = 0; column < columns; column++)
      logProbs[sample * columns + column] = Math.log(
        Math.max(data[row * columns + column]!, SMALLEST_PROBABILITY),
      );
  }
  return { labels: chosen, logProbs, classCount: columns };
}

function uniformNoise(classCount: number, rate: number): ClassMatrix {
  const data = new Float64Array(classCount * classCount).fill(rate / (classCount - 1));
  for (let cell = 0; cell < data.length; cell += classCount + 1) data[cell] = 1 - rate;
  return { data, classCount };
}

/** Rows raised to the sharpness and normalised. */
function sharpen({ logProbs, classCount }: LogSamples, sharpness: number): Float32Array {
  const probs = new Float32Array(logProbs.length);
  for (let start = 0; start < logProbs.length; start += classCount) {
    let total = 0;
    for (let cell = start; cell < start + classCount; cell++)
      total += probs[cell] = Math.exp(logProbs[cell]! * sharpness);
    for (let cell = start; cell < start + classCount; cell++) probs[cell]! /= total;
  }
  return probs;
}

/** The expected number of samples by given (row) and true label (column). */
function expectedCounts(
  { labels, classCount }: LogSamples,
  trueProbs: Float32Array,
  transition: ClassMatrix,
): ClassMatrix {
  const counts = new Float64Array(classCount * classCount);
  labels.forEach((given, sample) => {
    const row = given * classCount;
    const start = sample * classCount;
    let total = 0;
    for (let k = 0; k < classCount; k++) total += trueProbs[start + k]! * transition.data[row + k]!;
    for (let k = 0; k < classCount; k++)
      counts[row + k]! += (trueProbs[start + k]! * transition.data[row + k]!) / total;
  });
  return { data: counts, classCount };
}

/** The transition matrix of expected counts, drawn towards errors that are equally frequent everywhere. */
function maximize({ data, classCount }: ClassMatrix): ClassMatrix {
  const totals = new Float64Array(classCount);
  let all = 0;
  let right = 0;
  data.forEach((count, cell) => {
    totals[cell % classCount]! += count;
    all += count;
    if (cell % (classCount + 1) === 0) right += count;
  });
  const noiseRate = Math.max(1 - right / all, LOWEST_NOISE_RATE);
  const prior = uniformNoise(classCount, noiseRate).data;
  const transition = data.map((count, cell) => {
    const total = totals[cell % classCount]!;
    const weight = PRIOR_SHARE * total + PRIOR_PER_CLASS * classCount;
    return (count + weight * prior[cell]!) / (total + weight);
  });
  return { data: transition, classCount };
}

function largestDiagonalChange(before: ClassMatrix, after: ClassMatrix): number {
  let largest = 0;
  for (let cell = 0; cell < before.data.length; cell += before.classCount + 1)
    largest = Math.max(largest, Math.abs(before.data[cell]! - after.data[cell]!));
  return largest;
}

/** The given sharpness or a neighbour of it, whichever makes the given labels most likely. */
function improveSharpness(samples: LogSamples, transition: ClassMatrix, sharpness: number): number {
  const { lowest, highest } = SHARPNESS_RANGE;
  let best = sharpness;
  let bestLikelihood = logLikelihood(samples, transition, sharpness);
  for (const candidate of [sharpness / SHARPNESS_STEP, sharpness * SHARPNESS_STEP]) {
    if (candidate < lowest || candidate > highest) continue;
    const likelihood = logLikelihood(samples, transition, candidate);
    if (likelihood > bestLikelihood) [best, bestLikelihood] = [candidate, likelihood];
  }
  return best;
}

function logLikelihood(samples: LogSamples, transition: ClassMatrix, sharpness: number): number {
  const { labels, logProbs, classCount } = samples;
  let sum = 0;
  labels.forEach((given, sample) => {
    const start = sample * classCount;
    let total = 0;
    let likelihood = 0;
    for (let k = 0; k < classCount; k++) {
      const power = Math.exp(logProbs[start + k]! * sharpness);
      total += power;
      likelihood += power * transition.data[given * classCount + k]!;
    }
    sum += Math.log(likelihood / total);
  });
  return sum;
}
