import * as v from 'valibot';
import type { Immutable } from '../immutable';
import type { LabelPosterior } from './labelPosterior';

export const countEstimateSchema = v.object({ errors: v.number(), low: v.number(), high: v.number() });
/** An estimated number of wrong labels with bounds. */
export type CountEstimate = Immutable<v.InferOutput<typeof countEstimateSchema>>;

export interface ClassErrors extends CountEstimate {
  /** Class index of the given label. */
  readonly given: number;
  readonly images: number;
}

export interface PairErrors {
  readonly given: number;
  readonly suggested: number;
  readonly errors: number;
}

export interface ErrorEstimate extends CountEstimate {
  readonly byClass: readonly ClassErrors[];
  /** The given→suggested pairs with the most expected errors, at most `MOST_PAIRS`, the most frequent first. */
  readonly pairs: readonly PairErrors[];
}

/** How far the estimate may be too high or too low, as shares of it, because all the probabilities are. */
export interface LevelDoubt {
  readonly below: number;
  readonly above: number;
}

const MOST_PAIRS = 50;
/** 95% of a normal distribution lies within this many standard deviations. */
const DEVIATIONS = 1.96;

/**
 * The expected number of wrong labels: the sum of each image's probability of a wrong label, w. Its
 * variance is Σ w(1 − w) if the images are independent (Poisson binomial). The bounds hold 95% of that, and allow for the
 * doubt about the level of the probabilities as well.
 */
export function estimateErrors(
  labels: Int32Array,
  posterior: LabelPosterior,
  { classCount, levelDoubt }: { readonly classCount: number; readonly levelDoubt: LevelDoubt },
): ErrorEstimate {
  const { labelQuality, otherLabels } = posterior;
  const sums = Array.from({ length: classCount }, () => ({ images: 0, errors: 0, variance: 0 }));
  const pairs = new Map<number, number>();
  labels.forEach((given, image) => {
    const wrong = 1 - labelQuality[image]!;
    const sum = sums[given]!;
    sum.images++;
    sum.errors += wrong;
    sum.variance += wrong * (1 - wrong);
    const pair = given * classCount + otherLabels[image]!;
    pairs.set(pair, (pairs.get(pair) ?? 0) + wrong);
  });
  const bounds = (sum: Sum) => countEstimate(sum, levelDoubt);
  return {
    ...bounds(sums.reduce(addSums, { images: 0, errors: 0, variance: 0 })),
    byClass: sums.map((sum, given) => ({ given, images: sum.images, ...bounds(sum) })),
    pairs: [...pairs]
      .map(([pair, errors]) => ({
        given: Math.floor(pair / classCount),
        suggested: pair % classCount,
        errors,
      }))
      .sort((a, b) => b.errors - a.errors)
      .slice(0, MOST_PAIRS),
  };
}

interface Sum {
  readonly images: number;
  readonly errors: number;
  readonly variance: number;
}

const addSums = (a: Sum, b: Sum): Sum => ({
  images: a.images + b.images,
  errors: a.errors + b.errors,
  variance: a.variance + b.variance,
});

function countEstimate({ images, errors, variance }: Sum, levelDoubt: LevelDoubt): CountEstimate {
  const spread = DEVIATIONS * Math.sqrt(variance);
  const low = errors * (1 - levelDoubt.below) - spread;
  const high = errors * (1 + levelDoubt.above) + spread;
  return { errors, low: Math.max(low, 0), high: Math.min(high, images) };
}
