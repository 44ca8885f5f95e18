import { argmaxOfRow, type PredProbs } from '../confidentLearning/predProbs';

/**
 * Cohen's kappa between the labels and the most probable classes (J. Cohen, 1960): 1 when they always agree, 0 when
 * they agree no more often than by chance, and also 0 when chance alone would make them always agree.
 */
export function agreementWithLabels(labels: Int32Array, predProbs: PredProbs): number {
  const { rows, columns } = predProbs;
  const given = new Float64Array(columns);
  const predicted = new Float64Array(columns);
  let agreeing = 0;
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!;
    const likeliest = argmaxOfRow(predProbs, row);
    given[label]!++;
    predicted[likeliest]!++;
    if (label === likeliest) agreeing++;
  }
  const byChance = given.reduce((sum, count, label) => sum + (count / rows) * (predicted[label]! / rows), 0);
  return byChance === 1 ? 0 : (agreeing / rows - byChance) / (1 - byChance);
}

/** Cohen's kappa below which predictions say next to nothing about the labels. */
const NO_AGREEMENT = 0.1;

/** Whether predictions agree with the labels hardly more often than by chance. */
export const isByChance = (labels: Int32Array, predProbs: PredProbs): boolean =>
  agreementWithLabels(labels, predProbs) < NO_AGREEMENT;
