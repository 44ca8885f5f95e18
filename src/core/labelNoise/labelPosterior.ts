import type { ClassMatrix } from '../confidentLearning/confidentJoint';
import type { PredProbs } from '../confidentLearning/predProbs';
import { SMALLEST_PROBABILITY, type NoiseModel } from './noiseModel';

/** What is believed about the true label of each image, given its picture and its label. Arrays have N values. */
export interface LabelPosterior {
  /** The probability that the given label is right. */
  readonly labelQuality: Float64Array;
  /** The most probable true label, a class index; the given one among equals, else the first. */
  readonly predictedLabels: Int32Array;
  readonly predictedProbability: Float64Array;
  /** The expected number of images by given (row) and true label (column); row k sums to the count of label k. */
  readonly expectedJoint: ClassMatrix;
}

/**
 * Bayes' rule with a fitted noise model: P(true = k | image, given) is in proportion to
 * P(given | true = k) · P(true = k | image). One pass over the N×K matrix, which is not copied.
 */
export function labelPosterior(labels: Int32Array, predProbs: PredProbs, model: NoiseModel): LabelPosterior {
  const { rows, columns } = predProbs;
  const labelQuality = new Float64Array(rows);
  const predictedLabels = new Int32Array(rows);
  const predictedProbability = new Float64Array(rows);
  const expected = new Float64Array(columns * columns);
  const belief = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const given = labels[row]!;
    weighRow(belief, { predProbs, row, given, model });
    let predicted = given;
    for (let k = 0; k < columns; k++) {
      if (belief[k]! > belief[predicted]!) predicted = k;
      expected[given * columns + k]! += belief[k]!;
    }
    labelQuality[row] = belief[given]!;
    predictedLabels[row] = predicted;
    predictedProbability[row] = belief[predicted]!;
  }
  const expectedJoint = { data: expected, classCount: columns };
  return { labelQuality, predictedLabels, predictedProbability, expectedJoint };
}

interface WeighedRow {
  readonly predProbs: PredProbs;
  readonly row: number;
  readonly given: number;
  readonly model: NoiseModel;
}

/** Fills `belief` with the posterior of one row; it sums to 1. */
function weighRow(belief: Float64Array, { predProbs, row, given, model }: WeighedRow): void {
  const { data, columns } = predProbs;
  const { transition, sharpness } = model;
  let total = 0;
  for (let k = 0; k < columns; k++) {
    const probability = Math.max(data[row * columns + k]!, SMALLEST_PROBABILITY);
    total += belief[k] = probability ** sharpness * transition.data[given * columns + k]!;
  }
  for (let k = 0; k < columns; k++) belief[k]! /= total;
}
