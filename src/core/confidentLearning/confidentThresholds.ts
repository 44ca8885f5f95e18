import { EQUALITY_SLACK, type PredProbs } from './predProbs';

/** Above any probability: nothing is ever confidently of a class without examples. */
const UNREACHABLE = 2;
/** Has to be larger than the slack with which thresholds are compared. */
const LOWEST_THRESHOLD = 2 * EQUALITY_SLACK;

/**
 * The mean probability of each class over the samples labelled with it (Northcutt et al. 2021, "Confident Learning",
 * equation 2): K values. A class without samples gets 2.
 */
export function confidentThresholds(labels: Int32Array, predProbs: PredProbs): Float64Array {
  const { data, columns } = predProbs;
  const sums = new Float64Array(columns);
  const counts = new Int32Array(columns);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    sums[label]! += data[row * columns + label]!;
    counts[label]!++;
  }
  return sums.map((sum, label) =>
    Math.max(counts[label] === 0 ? UNREACHABLE : sum / counts[label]!, LOWEST_THRESHOLD),
  );
}
