import type { Round } from './pairwiseSum';

/** A view of predicted probabilities: N×K, row-major, row i for image i, column k for class k. Never copied. */
export interface PredProbs {
  readonly data: Float32Array | Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** Below this, probabilities count as equal (cleanlab's `FLOATING_POINT_COMPARISON`). */
export const EQUALITY_SLACK = 1e-6;

/** Rounds to the precision of the predictions: cleanlab computes in it, and where a threshold falls depends on it. */
export function roundingOf({ data }: PredProbs): Round {
  return data instanceof Float32Array ? Math.fround : (value) => value;
}

/** The most probable class of one row; the first of several that are equal. */
export function argmaxOfRow(predProbs: PredProbs, row: number): number {
  const { data, columns } = predProbs;
  const start = row * columns;
  let best = 0;
  let bestProbability = data[start]!;
  for (let column = 1; column < columns; column++) {
    const probability = data[start + column]!;
    if (probability > bestProbability) {
      best = column;
      bestProbability = probability;
    }
  }
  return best;
}
