import type { ClassGroups } from '../query/classGroups';
import { confidentThresholds, reachableThresholds } from './confidentThresholds';
import { pairwiseSum } from './pairwiseSum';
import { argmaxOfRow, type PredProbs } from './predProbs';
import { roundPreservingTotal } from './roundPreservingTotal';

/** K×K counts of samples, row-major: row = given label, column = true label. 4 bytes a cell: 100 MB for 5,000 classes. */
export interface ClassCounts {
  readonly data: Int32Array;
  readonly classCount: number;
}

/** A K×K matrix of shares, row-major. */
export interface ClassMatrix {
  readonly data: Float64Array;
  readonly classCount: number;
}

/** Keeps divisions by an empty row defined; cleanlab's value. */
const TINY = 1e-100;

export interface ConfidentCounts {
  /** Counts of samples by given label and confident guess of the true one; the diagonal is at least 1. */
  readonly joint: ClassCounts;
  /** 1 where the confident guess differs from the given label: the samples counted off the diagonal. */
  readonly isOffDiagonal: Uint8Array;
}

/**
 * The confident joint before calibration (Northcutt et al. 2021, equation 1). A sample counts where its probability
 * reaches the class's threshold (less a slack); of several such classes its most probable class is taken. The diagonal
 * is raised to at least 1, so that no class is without a correctly labelled sample.
 */
export function countConfidentJoint(
  labels: Int32Array,
  predProbs: PredProbs,
  thresholds: Float64Array = confidentThresholds(labels, predProbs),
): ConfidentCounts {
  const classCount = predProbs.columns;
  const counts = new Int32Array(classCount * classCount);
  const isOffDiagonal = new Uint8Array(labels.length);
  const reached = reachableThresholds(thresholds, predProbs);
  for (let row = 0; row < labels.length; row++) {
    const guess = confidentGuess(predProbs, row, reached);
    if (guess < 0) continue;
    const given = labels[row]!;
    counts[given * classCount + guess]!++;
    if (guess !== given) isOffDiagonal[row] = 1;
  }
  for (let cell = 0; cell < counts.length; cell += classCount + 1) counts[cell] = Math.max(counts[cell]!, 1);
  return { joint: { data: counts, classCount }, isOffDiagonal };
}

/** −1 when no class is reached. */
function confidentGuess(predProbs: PredProbs, row: number, reached: Float64Array): number {
  const { data, columns } = predProbs;
  const start = row * columns;
  let first = -1;
  for (let column = 0; column < columns; column++) {
    if (data[start + column]! < reached[column]!) continue;
    if (first >= 0) return argmaxOfRow(predProbs, row);
    first = column;
  }
  return first;
}

/** The confident joint, calibrated: whole numbers whose row k sums to the count of label k. */
export function confidentJoint(labels: Int32Array, predProbs: PredProbs, groups?: ClassGroups): ClassCounts {
  const thresholds = confidentThresholds(labels, predProbs, groups);
  return calibrateInPlace(countConfidentJoint(labels, predProbs, thresholds).joint, labels);
}

/**
 * Scales a confident joint so that its rows sum to the label counts, then rounds it to whole numbers keeping the row
 * totals (Northcutt et al. 2021, equation 3, times N). Row by row, so that a second K×K matrix is never needed. Changes
 * `joint`.
 */
function calibrateInPlace(joint: ClassCounts, labels: Int32Array): ClassCounts {
  const { data, classCount } = joint;
  const labelCounts = new Float64Array(classCount);
  for (const label of labels) labelCounts[label]!++;
  const rowTotals = sumRows(joint);
  const scaled = (given: number, trueLabel: number) =>
    (data[given * classCount + trueLabel]! / Math.max(rowTotals[given]!, TINY)) * labelCounts[given]!;
  const total = Math.max(sumByColumn(classCount, scaled), TINY);
  const row = new Float64Array(classCount);
  for (let given = 0; given < classCount; given++) {
    for (let trueLabel = 0; trueLabel < classCount; trueLabel++)
      row[trueLabel] = (scaled(given, trueLabel) / total) * labels.length;
    data.set(roundPreservingTotal(row), given * classCount);
  }
  return joint;
}

/** Columns read at a time: one cache line of `Int32Array` a row. */
const STRIPE = 16;

/**
 * The sum of a K×K matrix, column after column: cleanlab's array is transposed in memory, and the order of a sum decides
 * how halves are rounded afterwards.
 */
function sumByColumn(classCount: number, valueAt: (row: number, column: number) => number): number {
  const stripe = new Float64Array(STRIPE * classCount);
  let firstColumn = -STRIPE;
  const readStripe = (column: number) => {
    firstColumn = column;
    const columns = Math.min(STRIPE, classCount - column);
    for (let row = 0; row < classCount; row++)
      for (let offset = 0; offset < columns; offset++)
        stripe[offset * classCount + row] = valueAt(row, column + offset);
  };
  // `pairwiseSum` asks for one cell after the other.
  const cellAt = (cell: number) => {
    if (cell >= (firstColumn + STRIPE) * classCount) readStripe(firstColumn + STRIPE);
    return stripe[cell - firstColumn * classCount]!;
  };
  return pairwiseSum(classCount * classCount, cellAt, (value) => value);
}

/** Totals by given label. */
export function sumRows({ data, classCount }: ClassCounts): Float64Array {
  const totals = new Float64Array(classCount);
  for (let cell = 0; cell < data.length; cell++) totals[Math.floor(cell / classCount)]! += data[cell]!;
  return totals;
}
