import { FILTER_BYS, type FilterBy, type RankBy } from '../../core/confidentLearning/filterBy';
import { findLabelIssues as findIssues } from '../../core/confidentLearning/findLabelIssues';
import { labelQualityScores } from '../../core/confidentLearning/scores';
import { choose, optionError } from '../optionError';
import { chooseRankBy } from './getLabelQualityScores';
import { checkInput, type LabelsAndPredictions } from './labelsAndPredictions';

/** What `findLabelIssues` works on. */
export interface LabelIssuesInput extends LabelsAndPredictions {
  /** The rule that decides, by cleanlab's name of it; `prune_by_noise_rate` by default. */
  readonly filterBy?: FilterBy;
  /** The score that orders what is found; `self_confidence` by default. */
  readonly rankBy?: RankBy;
  /** The share of the estimated errors to report, 0 to 1 (1). Of the `prune_…` rules and `both`. */
  readonly fracNoise?: number;
  /** Never flag so many samples that a class keeps fewer than this (1). Of the `prune_…` rules and `both`. */
  readonly minExamplesPerClass?: number;
}

/** The samples whose label is probably wrong. */
export interface LabelIssues {
  /** N values: 1 for each sample whose label is probably wrong, else 0. */
  readonly isLabelIssue: Uint8Array;
  /** These samples, the most suspect first; of equal ones the first first. */
  readonly indices: Int32Array;
  /** N values from 0 (surely wrong) to 1 (surely right): the score that `rankBy` names. */
  readonly labelQuality: Float64Array;
}

/**
 * Finds the samples whose label is probably wrong by confident learning (Northcutt, Jiang and Chuang 2021, "Confident
 * Learning: Estimating Uncertainty in Dataset Labels", JAIR 70): those of cleanlab's `find_label_issues`, whose names and
 * defaults the options have. Where a count cuts through samples with equal scores, the first are taken.
 * @throws LabelReviewError `bad-labels`, `bad-predictions`, `bad-setting`.
 */
export function findLabelIssues(input: LabelIssuesInput): LabelIssues {
  const { labels, predProbs } = checkInput(input);
  const filterBy = choose('filterBy', input.filterBy, {
    choices: FILTER_BYS,
    byDefault: 'prune_by_noise_rate',
  });
  const rankBy = chooseRankBy(input.rankBy);
  const isLabelIssue = findIssues(labels, predProbs, { filterBy, ...readPruneOptions(input) });
  const labelQuality = labelQualityScores(labels, predProbs, rankBy);
  const indices = Int32Array.from(labels.keys())
    .filter((sample) => isLabelIssue[sample] === 1)
    .sort((a, b) => labelQuality[a]! - labelQuality[b]! || a - b);
  return { isLabelIssue, indices, labelQuality };
}

function readPruneOptions({ fracNoise = 1, minExamplesPerClass = 1 }: LabelIssuesInput) {
  if (!(fracNoise >= 0 && fracNoise <= 1)) throw optionError('fracNoise', 'a number from 0 to 1', fracNoise);
  if (!Number.isSafeInteger(minExamplesPerClass) || minExamplesPerClass < 0)
    throw optionError('minExamplesPerClass', 'a whole number from 0 on', minExamplesPerClass);
  return { fracNoise, minExamplesPerClass };
}
