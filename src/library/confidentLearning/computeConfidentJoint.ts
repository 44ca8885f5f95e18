import {
  confidentJoint,
  countConfidentJoint,
  type ClassCounts,
} from '../../core/confidentLearning/confidentJoint';
import { confidentThresholds } from '../../core/confidentLearning/confidentThresholds';
import { checkInput, type LabelsAndPredictions } from './labelsAndPredictions';

/** What `computeConfidentJoint` works on. */
export interface ConfidentJointInput extends LabelsAndPredictions {
  /** Whether the rows are scaled to sum to how often each label is given (true). */
  readonly calibrate?: boolean;
}

/**
 * The confident joint: how many samples have each given label (row) and, as far as the model is confident, each true one
 * (column). K×K whole numbers, those of cleanlab's `compute_confident_joint`. A sample counts for a class whose probability
 * reaches the class's threshold, the likeliest of several (Northcutt et al. 2021, equation 1); the diagonal is at
 * least 1 before rows are scaled (equation 3). Where entries are equally far from whole, the last are rounded up.
 * @throws LabelReviewError `bad-labels`, `bad-predictions`.
 */
export function computeConfidentJoint(input: ConfidentJointInput): ClassCounts {
  const { labels, predProbs } = checkInput(input);
  return input.calibrate === false
    ? countConfidentJoint(labels, predProbs).joint
    : confidentJoint(labels, predProbs);
}

/**
 * The threshold of each class: the mean probability of the class over the samples labelled with it (Northcutt et al. 2021,
 * equation 2). K values, those of cleanlab's `get_confident_thresholds`: a class without samples gets 2, which no
 * probability reaches.
 * @throws LabelReviewError `bad-labels`, `bad-predictions`.
 */
export function getConfidentThresholds(input: LabelsAndPredictions): Float64Array {
  const { labels, predProbs } = checkInput(input);
  return confidentThresholds(labels, predProbs);
}
