import { groupByClass, type ClassGroups } from '../query/classGroups';
import { pairwiseSum } from './pairwiseSum';
import { EQUALITY_SLACK, roundingOf, type PredProbs } from './predProbs';

/** Above any probability: no sample is ever confidently of a class without examples. */
const UNREACHABLE = 2;
/** Has to be larger than the slack with which thresholds are compared. */
const LOWEST_THRESHOLD = 2 * EQUALITY_SLACK;

/**
 * The mean probability of each class over the samples labelled with it (Northcutt et al. 2021, "Confident Learning",
 * equation 2): K values, in the precision of the predictions. A class without samples gets 2.
 */
export function confidentThresholds(
  labels: Int32Array,
  predProbs: PredProbs,
  { starts }: ClassGroups = groupByClass(labels, predProbs.columns),
): Float64Array {
  const { data, columns } = predProbs;
  const round = roundingOf(predProbs);
  // Read in the order of memory and sorted by class on the way: class by class, every number would be a cache miss.
  const own = new Float64Array(labels.length);
  const next = starts.slice();
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    own[next[label]!++] = data[row * columns + label]!;
  }
  const thresholds = new Float64Array(columns).fill(UNREACHABLE);
  for (let label = 0; label < columns; label++) {
    const start = starts[label]!;
    const count = starts[label + 1]! - start;
    if (count === 0) continue;
    const sum = pairwiseSum(count, (index) => own[start + index]!, round);
    thresholds[label] = Math.max(round(sum / count), round(LOWEST_THRESHOLD));
  }
  return thresholds;
}

/**
 * What a probability must reach to be confident: the thresholds less a slack. As in numpy, float32 predictions are
 * compared in float32, except that a class without samples makes the thresholds float64.
 */
export function reachableThresholds(thresholds: Float64Array, predProbs: PredProbs): Float64Array {
  const round = thresholds.includes(UNREACHABLE) ? (value: number) => value : roundingOf(predProbs);
  const slack = round(EQUALITY_SLACK);
  return thresholds.map((threshold) => round(threshold - slack));
}
