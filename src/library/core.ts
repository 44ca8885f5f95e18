/** Entry of `label-review/core`: confident learning on labels and predictions, in any browser or runtime. */
export type { FilterBy, RankBy } from '../core/confidentLearning/filterBy';
export type { ClassCounts, ClassMatrix } from '../core/confidentLearning/confidentJoint';
export type { PredProbs } from '../core/confidentLearning/predProbs';
export {
  computeConfidentJoint,
  getConfidentThresholds,
  type ConfidentJointInput,
} from './confidentLearning/computeConfidentJoint';
export {
  estimateNoise,
  type ClassNoise,
  type ConfusedPair,
  type EstimatedCount,
  type NoiseEstimate,
  type NoiseInput,
} from './confidentLearning/estimateNoise';
export {
  findLabelIssues,
  type LabelIssues,
  type LabelIssuesInput,
} from './confidentLearning/findLabelIssues';
export { getLabelQualityScores, type LabelQualityInput } from './confidentLearning/getLabelQualityScores';
export type { LabelsAndPredictions } from './confidentLearning/labelsAndPredictions';
export { LabelReviewError, type LabelReviewErrorCode } from './labelReviewError';
