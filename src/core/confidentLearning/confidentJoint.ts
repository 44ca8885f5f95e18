import { confidentThresholds } from './confidentThresholds';
import { argmaxOfRow, EQUALITY_SLACK, type PredProbs } from './predProbs';
import { roundPreservingRowTotals } from './roundPreservingRowTotals';

/** A K×K matrix, row-major: row = given label, column = true label. */
export interface ClassMatrix {
  readonly data: Float64Array;
  readonly classCount: number;
}

/** Keeps divisions by an empty row defined; cleanlab's value. */
const TINY = 1e-100;

export interface ConfidentCounts {
  /** Counts of samples by given label and confident guess of the true one; the diagonal is at least 1. */
  readonly joint: ClassMatrix;
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
  const counts = new Float64Array(classCount * classCount);
  const isOffDiagonal = new Uint8Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    const guess = confidentGuess(predProbs, row, thresholds);
    if (guess === undefined) continue;
    const given = labels[row]!;
    counts[given * classCount + guess]!++;
    if (guess !== given) isOffDiagonal[row] = 1;
  }
  for (let cell = 0; cell < counts.length; cell += classCount + 1) counts[cell] = Math.max(counts[cell]!, 1);
  return { joint: { data: counts, classCount }, isOffDiagonal };
}

function confidentGuess(predProbs: PredProbs, row: number, thresholds: Float64Array): number | undefined {
  const start = row * predProbs.columns;
  let first: number | undefined;
  for (let column = 0; column < predProbs.columns; column++) {
    if (predProbs.data[start + column]! < thresholds[column]! - EQUALITY_SLACK) continue;
    if (first !== undefined) return argmaxOfRow(predProbs, row);
    first = column;
  }
  return first;
}

/** The confident joint, calibrated: whole numbers whose row k sums to the count of label k. */
export function confidentJoint(labels: Int32Array, predProbs: PredProbs): ClassMatrix {
  return calibrateConfidentJoint(countConfidentJoint(labels, predProbs).joint, labels);
}

/**
 * Scales a confident joint so that its rows sum to the label counts, then rounds it to whole numbers keeping the row
 * totals (Northcutt et al. 2021, equation 3, times N).
 */
export function calibrateConfidentJoint(joint: ClassMatrix, labels: Int32Array): ClassMatrix {
  const { data, classCount } = joint;
  const labelCounts = new Float64Array(classCount);
  for (const label of labels) labelCounts[label]!++;
  const rowTotals = sumRows(joint);
  const scaled = data.map((count, cell) => {
    const given = Math.floor(cell / classCount);
    return (count / Math.max(rowTotals[given]!, TINY)) * labelCounts[given]!;
  });
  const total = Math.max(sum(scaled), TINY);
  const calibrated = scaled.map((count) => (count / total) * labels.length);
  return { data: roundPreservingRowTotals(calibrated, classCount), classCount };
}

/** The estimated joint distribution of given and true labels: the calibrated confident joint, summing to 1. */
export function estimateJoint(calibrated: ClassMatrix): ClassMatrix {
  const total = Math.max(sum(calibrated.data), TINY);
  return { data: calibrated.data.map((count) => count / total), classCount: calibrated.classCount };
}

/** Totals by given label. */
export function sumRows(matrix: ClassMatrix): Float64Array {
  const totals = new Float64Array(matrix.classCount);
  matrix.data.forEach((value, cell) => (totals[Math.floor(cell / matrix.classCount)]! += value));
  return totals;
}

/** Totals by true label. */
export function sumColumns(matrix: ClassMatrix): Float64Array {
  const totals = new Float64Array(matrix.classCount);
  matrix.data.forEach((value, cell) => (totals[cell % matrix.classCount]! += value));
  return totals;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
