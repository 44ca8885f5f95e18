import type { PredProbs } from '../confidentLearning/predProbs';
import { SMALLEST_PROBABILITY, type NoiseModel } from './noiseModel';

/** What is believed about the true label of each image, given its picture and its label. Arrays have N values. */
export interface LabelPosterior {
  /** The probability that the given label is right. */
  readonly labelQuality: Float64Array;
  /** The most probable of the other classes; the first of equal ones. */
  readonly otherLabels: Int32Array;
  /** The probability of that class, if the given label is wrong. */
  readonly otherShares: Float64Array;
}

/**
 * Bayes' rule with a fitted noise model: P(true = k | image, given) is in proportion to
 * P(given | true = k) · P(true = k | image). One pass over the N×K matrix, which is not copied.
 */
export function labelPosterior(labels: Int32Array, predProbs: PredProbs, model: NoiseModel): LabelPosterior {
  const { rows, columns } = predProbs;
  const labelQuality = new Float64Array(rows);
  const otherLabels = new Int32Array(rows);
  const otherShares = new Float64Array(rows);
  const belief = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const given = labels[row]!;
    weighRow(belief, { predProbs, row, given, model });
    let other = given === 0 ? 1 : 0;
    let wrong = 0;
    for (let k = 0; k < columns; k++) {
      if (k === given) continue;
      wrong += belief[k]!;
      if (belief[k]! > belief[other]!) other = k;
    }
    labelQuality[row] = belief[given]! / (belief[given]! + wrong);
    otherLabels[row] = other;
    otherShares[row] = belief[other]! / wrong;
  }
  return { labelQuality, otherLabels, otherShares };
}

interface WeighedRow {
  readonly predProbs: PredProbs;
  readonly row: number;
  readonly given: number;
  readonly model: NoiseModel;
}

/** Fills `belief` with values in proportion to the posterior of one row, all above 0. */
function weighRow(belief: Float64Array, { predProbs, row, given, model }: WeighedRow): void {
  const { data, columns } = predProbs;
  const { transition, sharpness } = model;
  for (let k = 0; k < columns; k++) {
    const probability = Math.max(data[row * columns + k]!, SMALLEST_PROBABILITY);
    belief[k] = probability ** sharpness * transition.data[given * columns + k]!;
  }
}
