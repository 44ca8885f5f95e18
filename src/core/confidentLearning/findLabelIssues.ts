import { assertNever } from '../assertNever';
import { countConfidentJoint, type ClassCounts } from './confidentJoint';
import type { FilterBy } from './filterBy';
import { markSmallest } from './markSmallest';
import { argmaxOfRow, EQUALITY_SLACK, roundingOf, type PredProbs } from './predProbs';
import { prune } from './prune';
import type { PruneOptions } from './pruneCounts';
import { normalizedMargin } from './scores';
import { selfConfidence } from './selfConfidence';

export interface LabelIssueOptions extends PruneOptions {
  readonly filterBy: FilterBy;
  /** A calibrated confident joint to use instead of an estimated one, for the `prune_…` rules and `both`. */
  readonly joint?: ClassCounts;
}

/**
 * 1 for each sample whose label is probably wrong, by one of cleanlab's rules (Northcutt et al. 2021, section 4; names
 * and edge rules as in cleanlab 2.9 `find_label_issues`). `labels` are class indices, one for each row of `predProbs`,
 * both valid (`validateLabels`, `probabilityProblem`). Except for the two `low_…` rules, a sample whose given label is its most probable
 * one is never flagged. Where a count cuts through equal scores, the first samples are taken, as cleanlab would with a
 * stable sort. `fracNoise` and `minExamplesPerClass` act on the `prune_…` rules and `both` only.
 */
export function findLabelIssues(
  labels: Int32Array,
  predProbs: PredProbs,
  options: LabelIssueOptions,
): Uint8Array {
  const { filterBy } = options;
  switch (filterBy) {
    case 'low_normalized_margin':
      return lowest(normalizedMargin(labels, predProbs), countOffDiagonal(labels, predProbs));
    case 'low_self_confidence':
      return lowest(selfConfidence(labels, predProbs), countOffDiagonal(labels, predProbs));
    case 'confident_learning':
      return offDiagonalIssues(labels, predProbs);
    case 'predicted_neq_given':
      return clearPredictedAsGiven(new Uint8Array(labels.length).fill(1), labels, predProbs);
    case 'prune_by_noise_rate':
    case 'prune_by_class':
    case 'both':
      return clearPredictedAsGiven(
        prune(labels, predProbs, { ...options, rule: filterBy }),
        labels,
        predProbs,
      );
    default:
      return assertNever(filterBy);
  }
}

/** How many samples disagree confidently with their label, which is not their most probable one. */
function countOffDiagonal(labels: Int32Array, predProbs: PredProbs): number {
  return offDiagonalIssues(labels, predProbs).reduce((total, flag) => total + flag, 0);
}

function lowest(scores: Float64Array, count: number): Uint8Array {
  const flags = new Uint8Array(scores.length);
  const members = Int32Array.from(scores.keys());
  markSmallest({ flags, members, scores, count, scratch: new Float64Array(scores.length) });
  return flags;
}

function offDiagonalIssues(labels: Int32Array, predProbs: PredProbs): Uint8Array {
  return clearPredictedAsGiven(countConfidentJoint(labels, predProbs).isOffDiagonal, labels, predProbs);
}

/** Takes back flags of samples whose given label is the most probable, or within the slack of it. Changes `flags`. */
function clearPredictedAsGiven(flags: Uint8Array, labels: Int32Array, predProbs: PredProbs): Uint8Array {
  const { data, columns } = predProbs;
  const round = roundingOf(predProbs);
  const slack = round(EQUALITY_SLACK);
  for (let row = 0; row < flags.length; row++) {
    if (flags[row] === 0) continue;
    const given = labels[row]!;
    const likeliest = argmaxOfRow(predProbs, row);
    const lead = data[row * columns + likeliest]! - round(data[row * columns + given]! + slack);
    // Like the argmax itself, an exact tie goes to the lower class index.
    if (likeliest === given || lead < 0 || (lead === 0 && given < likeliest)) flags[row] = 0;
  }
  return flags;
}
