import { estimateErrors, type LevelDoubt } from '../labelNoise/errorEstimate';
import { AMBIGUOUS_SHARE } from '../labelNoise/judgeLabels';
import { REVIEW_STATUS } from '../review/reviewedLabels';
import type { NoiseSummary } from './run';
import type { Findings } from './findings';

/** However well the predictions agree, the level of their probabilities is known no better than this share. */
const LEAST_LEVEL_DOUBT = 0.05;

/** The estimated errors of a run. Images that a reviewer has set aside (`reviewStatus`) hold no errors any more. */
export function summarizeNoise(
  findings: Omit<Findings, 'paths' | 'givenLabels' | 'order'>,
  reviewStatus?: Uint8Array,
): NoiseSummary {
  const { labels, classes, isLabelIssue, issueCount } = findings;
  const settled = (qualities: Float64Array) =>
    qualities.map((quality, image) => (reviewStatus?.[image] === REVIEW_STATUS.setAside ? 1 : quality));
  const labelQuality = settled(findings.labelQuality);
  const levelDoubt = doubtLevel({
    expected: expectedErrors(labelQuality),
    bySeen: expectedErrors(settled(findings.ranking)),
    ifAmbiguous: expectedErrors(settled(findings.selfConfidence)),
  });
  const estimate = estimateErrors(
    labels,
    { ...findings, labelQuality },
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

/**
 * How far the level of the probabilities is in doubt shows in two differences. Models that have seen the images hide errors,
 * models that have not take what is hard for wrong. And what the models are unsure of may be what they have not learnt, or
 * pictures that are ambiguous: none of them at the lower bound, all at the upper.
 */
function doubtLevel(errors: {
  readonly expected: number;
  readonly bySeen: number;
  readonly ifAmbiguous: number;
}): LevelDoubt {
  const { expected, bySeen, ifAmbiguous } = errors;
  const ifLearnt = (expected - AMBIGUOUS_SHARE * ifAmbiguous) / (1 - AMBIGUOUS_SHARE);
  const share = (difference: number) => Math.max(difference, 0) / Math.max(expected, 1);
  const either = Math.max(share(Math.abs(bySeen - expected)), LEAST_LEVEL_DOUBT);
  return { below: either + share(expected - ifLearnt), above: either + share(ifAmbiguous - expected) };
}

function expectedErrors(labelQuality: Float64Array): number {
  return labelQuality.reduce((sum, quality) => sum + (1 - quality), 0);
}
