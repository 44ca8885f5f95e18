import { argmaxOfRow, type PredProbs } from '../confidentLearning/predProbs';

/**
 * Cohen's kappa between the labels and the most probable classes (J. Cohen, 1960): 1 when they always agree, 0 when
 * they agree no more often than by chance, and also 0 when chance alone would make them always agree.
 */
export function agreementWithLabels(labels: Int32Array, predProbs: PredProbs): number {
  const { agreeing01, byChance01 } = compareWithLabels(labels, predProbs);
  return byChance01 === 1 ? 0 : (agreeing01 - byChance01) / (1 - byChance01);
}

/** How often labels and most probable classes agree, and how often they would if they knew nothing of each other. */
function compareWithLabels(labels: Int32Array, predProbs: PredProbs) {
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
  const byChance01 = given.reduce(
    (sum, count, label) => sum + (count / rows) * (predicted[label]! / rows),
    0,
  );
  return { agreeing01: agreeing / rows, byChance01 };
}

/** Cohen's kappa below which predictions say next to nothing about the labels. */
const NO_AGREEMENT = 0.1;
/** Of few rows, chance makes more agree: up to so many standard deviations tell nothing. */
const DEVIATIONS = 2;
/** Fewer rows tell nothing at all. */
const LEAST_ROWS = 20;

/** Whether predictions agree with the labels hardly more often than by chance. */
export function isByChance(labels: Int32Array, predProbs: PredProbs): boolean {
  if (agreementWithLabels(labels, predProbs) < NO_AGREEMENT) return true;
  const { agreeing01, byChance01 } = compareWithLabels(labels, predProbs);
  const deviation = Math.sqrt((byChance01 * (1 - byChance01)) / predProbs.rows);
  return predProbs.rows >= LEAST_ROWS && agreeing01 - byChance01 < DEVIATIONS * deviation;
}
