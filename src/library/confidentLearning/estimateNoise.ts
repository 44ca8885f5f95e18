import { AppError } from '../../core/appError';
import type { ClassMatrix } from '../../core/confidentLearning/confidentJoint';
import { calibratedCut } from '../../core/labelNoise/calibratedCut';
import { judgeLabels } from '../../core/labelNoise/judgeLabels';
import { summarizeNoise } from '../../core/run/summarizeNoise';
import { message } from '../../core/words/message';
import { checkInput, type LabelsAndPredictions } from './labelsAndPredictions';

/** What `estimateNoise` works on. */
export interface NoiseInput extends LabelsAndPredictions {
  /** K names of the classes, for `byClass` and `pairs`; their indices by default. */
  readonly classes?: readonly string[];
}

/** An estimated number of wrong labels. */
export interface EstimatedCount {
  /** The expected number. */
  readonly errors: number;
  /** The lower bound of 95%. */
  readonly low: number;
  /** The upper bound of 95%. */
  readonly high: number;
}

/** How many of the labels of one class are wrong. */
export interface ClassNoise extends EstimatedCount {
  /** The class, as a given label. */
  readonly label: string;
  /** How many samples have this label. */
  readonly images: number;
}

/** How often one class is given for another. */
export interface ConfusedPair {
  /** The label as it is. */
  readonly given: string;
  /** The label that is probably right. */
  readonly suggested: string;
  /** The expected number of such labels. */
  readonly errors: number;
}

/** What a noise model says of labels. */
export interface NoiseEstimate extends EstimatedCount {
  /** N probabilities that the given label is right, 0 to 1: calibrated, unlike the scores of cleanlab. */
  readonly labelQuality: Float64Array;
  /** N values: 1 for the samples to look at, so many that the expected F1 is highest. */
  readonly isLabelIssue: Uint8Array;
  /** N class indices: the likeliest class other than the given one. */
  readonly suggestedLabels: Int32Array;
  /** K×K, the probability of the given label (row) where the column is the true one; columns sum to 1. */
  readonly transition: ClassMatrix;
  /** By given label, K of them. */
  readonly byClass: readonly ClassNoise[];
  /** The 50 most frequent confusions at most, the most frequent first. */
  readonly pairs: readonly ConfusedPair[];
}

/**
 * Estimates how many labels are wrong and how likely each is right. A class-conditional noise model (Angluin and Laird
 * 1988) and an exponent that corrects how sure the predictions are, are fitted to the labels by expectation maximisation;
 * Bayes' rule gives the probability of each label. The bounds are those of independent errors (Poisson binomial), widened by how
 * far the level of the probabilities is in doubt. Predictions must be of models that have not seen the samples.
 * @throws LabelReviewError `bad-labels`, `bad-predictions`.
 */
export function estimateNoise(input: NoiseInput): NoiseEstimate {
  const { labels, predProbs } = checkInput(input);
  const classes = input.classes ?? Array.from({ length: predProbs.columns }, (_, index) => String(index));
  if (classes.length !== predProbs.columns)
    throw new AppError(
      'bad-labels',
      message('class-count-named', { classes: classes.length, columns: predProbs.columns }),
    );
  const judgement = judgeLabels(labels, predProbs);
  const { labelQuality, otherLabels: suggestedLabels, noiseModel } = judgement;
  const isLabelIssue = calibratedCut(labelQuality);
  const issueCount = isLabelIssue.reduce((total, flag) => total + flag, 0);
  const { errors, low, high, byClass, pairs } = summarizeNoise({
    ...judgement,
    labels,
    classes,
    isLabelIssue,
    issueCount,
  });
  const { transition } = noiseModel;
  return { errors, low, high, labelQuality, isLabelIssue, suggestedLabels, transition, byClass, pairs };
}
