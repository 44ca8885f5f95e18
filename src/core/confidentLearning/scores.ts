import { assertNever } from '../assertNever';
import type { RankBy } from './filterBy';
import type { Round } from './pairwiseSum';
import { roundingOf, type PredProbs } from './predProbs';
import { selfConfidence } from './selfConfidence';

/** Keeps quotients and logarithms of the entropy score defined; cleanlab's value. */
const CLIPPING_LOWER_BOUND = 1e-6;

/** How likely each given label is right, 0 (surely wrong) to 1 (surely right): N values, by cleanlab's name of the score. */
export function labelQualityScores(labels: Int32Array, predProbs: PredProbs, rankBy: RankBy): Float64Array {
  switch (rankBy) {
    case 'self_confidence':
      return selfConfidence(labels, predProbs);
    case 'normalized_margin':
      return normalizedMargin(labels, predProbs);
    case 'confidence_weighted_entropy':
      return confidenceWeightedEntropy(labels, predProbs);
    default:
      return assertNever(rankBy);
  }
}

/**
 * The probability of the given label less that of the most probable other one, moved from −1…1 to 0…1; in the precision
 * of the predictions, so that scores are equal where cleanlab's are.
 */
export function normalizedMargin(labels: Int32Array, predProbs: PredProbs): Float64Array {
  const { data, columns } = predProbs;
  const round = roundingOf(predProbs);
  const scores = new Float64Array(labels.length);
  for (let row = 0; row < labels.length; row++)
    scores[row] = marginOf(data, { start: row * columns, columns, label: labels[row]!, round });
  return scores;
}

interface RowOfClass {
  readonly start: number;
  readonly columns: number;
  readonly label: number;
  readonly round: Round;
}

function marginOf(data: Float32Array | Float64Array, { start, columns, label, round }: RowOfClass): number {
  let highestOther = -Infinity;
  for (let column = 0; column < columns; column++) {
    const probability = data[start + column]!;
    if (probability > highestOther && column !== label) highestOther = probability;
  }
  return round(round(data[start + label]! - highestOther) + 1) / 2;
}

/**
 * With H the entropy of the row divided by log K and p the probability of the given label: r = H / p, then
 * log(r + 1) / r (cleanlab's `get_confidence_weighted_entropy_for_each_label`; p and r are kept from 0 by a floor).
 */
function confidenceWeightedEntropy(labels: Int32Array, predProbs: PredProbs): Float64Array {
  const { data, columns } = predProbs;
  const logClasses = Math.log(columns);
  return Float64Array.from(labels, (label, row) => {
    const start = row * columns;
    let entropy = 0;
    for (let column = 0; column < columns; column++) {
      const probability = data[start + column]!;
      if (probability > 0) entropy -= probability * Math.log(probability);
    }
    const ratio = entropy / logClasses / Math.max(data[start + label]!, CLIPPING_LOWER_BOUND);
    return Math.log(ratio + 1) / Math.max(ratio, CLIPPING_LOWER_BOUND);
  });
}
