import { estimateErrors, type CountEstimate } from './labelNoise/errorEstimate';
import type { Suspects } from './suspects';

/** What a run expects of the labels, in `run.json`. Bounds are of 95 %; shares are 0–1. */
export interface NoiseSummary extends CountEstimate {
  /** Of the suspects, the share that is expected to be wrong. */
  readonly expectedPrecision: number;
  /** Of all expected errors, the share that is among the suspects. */
  readonly expectedRecall: number;
  readonly byClass: readonly ({ readonly label: string; readonly images: number } & CountEstimate)[];
  /** The most frequent expected errors. */
  readonly pairs: readonly { readonly given: string; readonly suggested: string; readonly errors: number }[];
}

/** However well the predictions agree, the level of their probabilities is known no better than this share. */
const LEAST_LEVEL_DOUBT = 0.05;

/**
 * The estimated errors of a run. How far the level of the probabilities is in doubt shows in the difference between
 * models that have seen the images and models that have not: the former hide errors, the latter take what is hard for
 * wrong.
 */
export function summarizeNoise(suspects: Suspects): NoiseSummary {
  const { labels, classes, labelQuality, ranking, isLabelIssue, issueCount } = suspects;
  const expected = expectedErrors(labelQuality);
  const doubt = Math.abs(expectedErrors(ranking) - expected) / Math.max(expected, 1);
  const levelDoubt = Math.max(doubt, LEAST_LEVEL_DOUBT);
  const estimate = estimateErrors(labels, suspects, { classCount: classes.length, levelDoubt });
  const flagged = labelQuality.reduce((sum, quality, image) => sum + isLabelIssue[image]! * (1 - quality), 0);
  return {
    ...estimate,
    expectedPrecision: issueCount === 0 ? 0 : flagged / issueCount,
    expectedRecall: estimate.errors === 0 ? 0 : flagged / estimate.errors,
    byClass: estimate.byClass.map(({ given, ...counts }) => ({ label: classes[given]!, ...counts })),
    pairs: estimate.pairs.map(({ given, suggested, errors }) => ({
      given: classes[given]!,
      suggested: classes[suggested]!,
      errors,
    })),
  };
}

function expectedErrors(labelQuality: Float64Array): number {
  return labelQuality.reduce((sum, quality) => sum + (1 - quality), 0);
}
