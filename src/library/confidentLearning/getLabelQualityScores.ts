import { RANK_BYS, type RankBy } from '../../core/confidentLearning/filterBy';
import { labelQualityScores } from '../../core/confidentLearning/scores';
import { choose } from '../optionError';
import { checkInput, type LabelsAndPredictions } from './labelsAndPredictions';

/** What `getLabelQualityScores` works on. */
export interface LabelQualityInput extends LabelsAndPredictions {
  /**
   * The score, by cleanlab's name of it (there the parameter `method`): `self_confidence`, the probability of the given label
   * (the default); `normalized_margin`, that less the probability of the likeliest other class, moved from −1…1 to 0…1;
   * or `confidence_weighted_entropy`.
   */
  readonly rankBy?: RankBy;
}

/**
 * How likely each given label is right: N values from 0 (surely wrong) to 1 (surely right), those of cleanlab's
 * `get_label_quality_scores` without `adjust_pred_probs`.
 * @throws LabelReviewError `bad-labels`, `bad-predictions`, `bad-setting`.
 */
export function getLabelQualityScores(input: LabelQualityInput): Float64Array {
  const { labels, predProbs } = checkInput(input);
  return labelQualityScores(labels, predProbs, chooseRankBy(input.rankBy));
}

/** @throws AppError `bad-setting`. */
export const chooseRankBy = (rankBy: RankBy | undefined): RankBy =>
  choose('rankBy', rankBy, { choices: RANK_BYS, byDefault: 'self_confidence' });
