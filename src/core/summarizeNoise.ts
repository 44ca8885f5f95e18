import { estimateErrors } from './labelNoise/errorEstimate';
import { STANDING } from './reviewedLabels';
import type { NoiseSummary } from './run';
import type { Suspects } from './suspects';

/** However well the predictions agree, the level of their probabilities is known no better than this share. */
const LEAST_LEVEL_DOUBT = 0.05;

/**
 * The estimated errors of a run. How far the level of the probabilities is in doubt shows in the difference between
 * models that have seen the images and models that have not: the former hide errors, the latter take what is hard for
 * wrong. Images that a reviewer has set aside (`standing`) hold no errors any more.
 */
export function summarizeNoise(suspects: Suspects, standing?: Uint8Array): NoiseSummary {
  const { labels, classes, isLabelIssue, issueCount } = suspects;
  const settled = (qualities: Float64Array) =>
    qualities.map((quality, image) => (standing?.[image] === STANDING.setAside ? 1 : quality));
  const labelQuality = settled(suspects.labelQuality);
  const ranking = settled(suspects.ranking);
  const expected = expectedErrors(labelQuality);
  const doubt = Math.abs(expectedErrors(ranking) - expected) / Math.max(expected, 1);
  const levelDoubt = Math.max(doubt, LEAST_LEVEL_DOUBT);
  const estimate = estimateErrors(
    labels,
    { ...suspects, labelQuality },
    { classCount: classes.length, levelDoubt },
  );
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
