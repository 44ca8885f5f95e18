import { assertNever } from '../assertNever';
import { groupByClass, type ClassGroups } from '../classGroups';
import { confidentJoint, countConfidentJoint, estimateJoint, type ClassMatrix } from './confidentJoint';
import type { FilterBy } from './filterBy';
import { argmaxOfRow, EQUALITY_SLACK, type PredProbs } from './predProbs';
import { pruneCounts, type PruneOptions } from './pruneCounts';
import { roundHalfToEven } from './roundPreservingRowTotals';
import { normalizedMargin, selfConfidence } from './scores';
import { markSmallest } from './markSmallest';

export interface LabelIssueOptions extends PruneOptions {
  readonly filterBy: FilterBy;
  /** A calibrated confident joint to use instead of an estimated one, for the `prune_…` rules and `both`. */
  readonly joint?: ClassMatrix;
}

/**
 * 1 for each sample whose label is probably wrong, by one of cleanlab's rules (Northcutt et al. 2021, section 4; names
 * and edge rules as in cleanlab 2.9 `find_label_issues`). `labels` are class indices, one for each row of `predProbs`,
 * both valid (`validatePredictions`). Except for the two `low_…` rules, a sample whose given label is its most probable
 * one is never flagged. Where a count cuts through equal scores, the first samples are taken.
 * `fracNoise` and `minExamplesPerClass` act on the `prune_…` rules and `both` only.
 */
export function findLabelIssues(
  labels: Int32Array,
  predProbs: PredProbs,
  options: LabelIssueOptions,
): Uint8Array {
  const { filterBy } = options;
  switch (filterBy) {
    case 'low_normalized_margin':
      return lowest(normalizedMargin(labels, predProbs), numLabelIssues(labels, predProbs));
    case 'low_self_confidence':
      return lowest(selfConfidence(labels, predProbs), numLabelIssues(labels, predProbs));
    case 'confident_learning':
      return offDiagonalIssues(labels, predProbs);
    case 'predicted_neq_given':
      return clearPredictedAsGiven(new Uint8Array(labels.length).fill(1), labels, predProbs);
    case 'prune_by_noise_rate':
    case 'prune_by_class':
    case 'both':
      return clearPredictedAsGiven(prune(labels, predProbs, options, filterBy), labels, predProbs);
    default:
      return assertNever(filterBy);
  }
}

/** Indices of flagged samples by ascending quality score, most suspect first; equal scores keep their order. */
export function orderLabelIssues(isIssue: Uint8Array, scores: Float64Array): Int32Array {
  const flagged: number[] = [];
  isIssue.forEach((flag, sample) => {
    if (flag === 1) flagged.push(sample);
  });
  return Int32Array.from(flagged).sort((a, b) => scores[a]! - scores[b]! || a - b);
}

/** The estimated number of wrong labels: confident disagreements, of which the given label is not the most probable. */
export function numLabelIssues(labels: Int32Array, predProbs: PredProbs): number {
  return offDiagonalIssues(labels, predProbs).reduce((total, flag) => total + flag, 0);
}

/** The estimated number of wrong labels from the calibrated joint: N times the mass off its diagonal, rounded. */
export function numLabelIssuesCalibrated(labels: Int32Array, predProbs: PredProbs): number {
  const distribution = estimateJoint(confidentJoint(labels, predProbs));
  let trace = 0;
  for (let cell = 0; cell < distribution.data.length; cell += distribution.classCount + 1)
    trace += distribution.data[cell]!;
  return roundHalfToEven((1 - trace) * labels.length);
}

function lowest(scores: Float64Array, count: number): Uint8Array {
  const flags = new Uint8Array(scores.length);
  const all = Int32Array.from(scores.keys());
  markSmallest({ flags, members: all, count, scoreOf: (sample) => scores[sample]! });
  return flags;
}

function offDiagonalIssues(labels: Int32Array, predProbs: PredProbs): Uint8Array {
  return clearPredictedAsGiven(countConfidentJoint(labels, predProbs).isOffDiagonal, labels, predProbs);
}

/** Takes back flags of samples whose given label is the most probable, or within the slack of it. Changes `flags`. */
function clearPredictedAsGiven(flags: Uint8Array, labels: Int32Array, predProbs: PredProbs): Uint8Array {
  const { data, columns } = predProbs;
  for (let row = 0; row < flags.length; row++) {
    if (flags[row] === 0) continue;
    const given = labels[row]!;
    const likeliest = argmaxOfRow(predProbs, row);
    const lead = data[row * columns + likeliest]! - (data[row * columns + given]! + EQUALITY_SLACK);
    // Like the argmax itself, an exact tie goes to the lower class index.
    if (likeliest === given || lead < 0 || (lead === 0 && given < likeliest)) flags[row] = 0;
  }
  return flags;
}

function prune(
  labels: Int32Array,
  predProbs: PredProbs,
  options: LabelIssueOptions,
  rule: 'prune_by_noise_rate' | 'prune_by_class' | 'both',
): Uint8Array {
  const { joint = confidentJoint(labels, predProbs) } = options;
  const task: PruneTask = {
    predProbs,
    groups: groupByClass(labels, predProbs.columns),
    counts: pruneCounts(joint, options),
    // cleanlab never flags the only sample of a class, whatever the option says.
    smallestClass: Math.max(options.minExamplesPerClass ?? 1, 1),
  };
  if (rule === 'prune_by_class') return pruneByClass(task);
  const flags = pruneByNoiseRate(task);
  if (rule === 'prune_by_noise_rate') return flags;
  const byClass = pruneByClass(task);
  return flags.map((flag, sample) => flag & byClass[sample]!);
}

interface PruneTask {
  readonly predProbs: PredProbs;
  readonly groups: ClassGroups;
  readonly counts: ClassMatrix;
  /** Classes with no more samples than this are left alone. */
  readonly smallestClass: number;
}

/** In each class, flags as many as it is estimated to hold wrongly, least probable first. */
function pruneByClass({ predProbs, groups, counts, smallestClass }: PruneTask): Uint8Array {
  const { data, columns } = predProbs;
  const flags = new Uint8Array(predProbs.rows);
  for (let given = 0; given < columns; given++) {
    const members = groups.order.subarray(groups.starts[given], groups.starts[given + 1]);
    if (members.length <= smallestClass) continue;
    const count = members.length - counts.data[given * columns + given]!;
    markSmallest({ flags, members, count, scoreOf: (sample) => data[sample * columns + given]! });
  }
  return flags;
}

/** For each given and other class, flags as many as are estimated to belong there, those with the largest margin for it first. */
function pruneByNoiseRate({ predProbs, groups, counts, smallestClass }: PruneTask): Uint8Array {
  const { data, columns } = predProbs;
  const flags = new Uint8Array(predProbs.rows);
  for (let given = 0; given < columns; given++) {
    const members = groups.order.subarray(groups.starts[given], groups.starts[given + 1]);
    if (members.length <= smallestClass) continue;
    for (let other = 0; other < columns; other++) {
      if (other === given) continue;
      const count = counts.data[other * columns + given]!;
      const scoreOf = (sample: number) => data[sample * columns + given]! - data[sample * columns + other]!;
      markSmallest({ flags, members, count, scoreOf });
    }
  }
  return flags;
}
