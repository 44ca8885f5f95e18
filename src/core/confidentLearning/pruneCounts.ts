import type { ClassCounts } from './confidentJoint';
import { pairwiseSum } from './pairwiseSum';

export interface PruneOptions {
  /** The share of the estimated errors to report, 0–1: 1 is all of them. */
  readonly fracNoise?: number;
  /** Never flag so many that a class keeps fewer than this. Classes that are no larger are left alone. */
  readonly minExamplesPerClass?: number;
}

/**
 * How many samples labelled `given` to flag by true label: the class's row of a calibrated confident joint. Its entry
 * `given` is how many to leave: raised to `minExamplesPerClass`, at the cost of the others; then each other entry is
 * reduced to its share `fracNoise`, `given` gaining what they lost.
 */
export function pruneCounts(joint: ClassCounts, given: number, options: PruneOptions): Int32Array {
  const { data, classCount } = joint;
  const { fracNoise = 1, minExamplesPerClass = 1 } = options;
  const counts = data.subarray(given * classCount, (given + 1) * classCount);
  if (fracNoise === 1 && counts[given]! >= minExamplesPerClass) return counts;
  return reduce(keepAtLeast(Float64Array.from(counts), given, minExamplesPerClass), given, fracNoise);
}

function keepAtLeast(row: Float64Array, given: number, least: number): Float64Array {
  const kept = Math.max(row[given]!, least);
  const nonZero = row.reduce((total, count) => total + (count === 0 ? 0 : 1), 0);
  const lossPerEntry = (kept - row[given]!) / Math.max(nonZero - 1, 1);
  const adjusted = row.map((count) => Math.max(count - lossPerEntry, 0));
  adjusted[given] = kept;
  return adjusted;
}

function reduce(row: Float64Array, given: number, fracNoise: number): Int32Array {
  const reduced = row.map((count) => count * fracNoise);
  reduced[given] = row[given]!;
  // The sum is cut off, so its last bit can decide: summed as cleanlab does.
  reduced[given] += pairwiseSum(
    row.length,
    (trueLabel) => row[trueLabel]! - reduced[trueLabel]!,
    (value) => value,
  );
  return Int32Array.from(reduced, Math.trunc);
}
