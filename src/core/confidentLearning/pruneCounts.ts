import type { ClassMatrix } from './confidentJoint';

export interface PruneOptions {
  /** The share of the estimated errors to report, 0–1: 1 is all of them. */
  readonly fracNoise?: number;
  /** Never flag so many that a class keeps fewer than this; classes that are no larger are left alone. */
  readonly minExamplesPerClass?: number;
}

/**
 * How many samples to flag by true label (row) and given label (column): a calibrated confident joint, transposed. The
 * diagonal is how many to leave: raised to `minExamplesPerClass`, at the cost of the rest of the column; then each entry
 * off the diagonal is reduced to its share `fracNoise`, the diagonal gaining what the column lost.
 */
export function pruneCounts(joint: ClassMatrix, options: PruneOptions): ClassMatrix {
  const { classCount } = joint;
  const { fracNoise = 1, minExamplesPerClass = 1 } = options;
  const counts = new Float64Array(joint.data.length);
  for (let given = 0; given < classCount; given++) {
    const column = joint.data.subarray(given * classCount, (given + 1) * classCount);
    const adjusted = reduceColumn(keepAtLeast(column, given, minExamplesPerClass), given, fracNoise);
    adjusted.forEach((count, trueLabel) => (counts[trueLabel * classCount + given] = count));
  }
  return { data: counts, classCount };
}

function keepAtLeast(column: Float64Array, given: number, least: number): Float64Array {
  const kept = Math.max(column[given]!, least);
  const nonZero = column.reduce((total, count) => total + (count === 0 ? 0 : 1), 0);
  const lossPerEntry = (kept - column[given]!) / Math.max(nonZero - 1, 1);
  const adjusted = column.map((count) => Math.max(count - lossPerEntry, 0));
  adjusted[given] = kept;
  return adjusted;
}

function reduceColumn(column: Float64Array, given: number, fracNoise: number): Float64Array {
  const reduced = column.map((count) => count * fracNoise);
  reduced[given] = column[given]!;
  const lost = column.reduce((total, count, trueLabel) => total + count - reduced[trueLabel]!, 0);
  reduced[given] += lost;
  return reduced.map(Math.trunc);
}
