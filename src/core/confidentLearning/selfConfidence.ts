import type { PredProbs } from './predProbs';

/** The probability of the given label: N values. */
export function selfConfidence(labels: Int32Array, { data, columns }: PredProbs): Float64Array {
  const scores = new Float64Array(labels.length);
  for (let row = 0; row < labels.length; row++) scores[row] = data[row * columns + labels[row]!]!;
  return scores;
}
