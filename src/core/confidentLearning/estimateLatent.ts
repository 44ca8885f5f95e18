import { sumColumns, sumRows, type ClassCounts, type ClassMatrix } from './confidentJoint';

/** What a confident joint says about the noise; the symbols are the paper's: s = given label, y = true label. */
export interface Latent {
  /** P(y = k): K values that sum to 1. */
  readonly trueLabelPrior: Float64Array;
  /** P(s | y): row s, column y; columns sum to 1. */
  readonly noiseMatrix: ClassMatrix;
  /** P(y | s): row y, column s; columns sum to 1. */
  readonly inverseNoiseMatrix: ClassMatrix;
}

const TINY = 1e-100;
const LOWEST_PRIOR = 1e-6;
/** No noise rate is taken to be certain. */
const HIGHEST_NOISE_RATE = 0.9999;

/** Latent distributions from a calibrated confident joint (Northcutt et al. 2021, section 3; cleanlab's `cnt` method). */
export function estimateLatent(joint: ClassCounts): Latent {
  const { data, classCount } = joint;
  const givenTotals = sumRows(joint);
  const trueTotals = sumColumns(joint);
  const samples = givenTotals.reduce((total, count) => total + count, 0);
  const noise = Float64Array.from(
    data,
    (count, cell) => count / Math.max(trueTotals[cell % classCount]!, TINY),
  );
  const inverse = Float64Array.from(data, (_, cell) => {
    const [trueLabel, given] = [Math.floor(cell / classCount), cell % classCount];
    return data[given * classCount + trueLabel]! / Math.max(givenTotals[given]!, TINY);
  });
  const prior = givenTotals.map((count, label) => {
    const diagonal = label * (classCount + 1);
    const estimate = (inverse[diagonal]! / Math.max(noise[diagonal]!, TINY)) * (count / samples);
    return Math.min(Math.max(estimate, LOWEST_PRIOR), 1);
  });
  const priorTotal = prior.reduce((total, value) => total + value, 0);
  return {
    trueLabelPrior: prior.map((value) => value / priorTotal),
    noiseMatrix: clipNoiseRates({ data: noise, classCount }),
    inverseNoiseMatrix: clipNoiseRates({ data: inverse, classCount }),
  };
}

/** Caps the entries off the diagonal and makes the columns sum to 1 again. Changes `matrix`. */
function clipNoiseRates(matrix: ClassMatrix): ClassMatrix {
  const { data, classCount } = matrix;
  for (let cell = 0; cell < data.length; cell++)
    if (cell % (classCount + 1) !== 0) data[cell] = Math.min(data[cell]!, HIGHEST_NOISE_RATE);
  const totals = sumColumns(matrix);
  for (let cell = 0; cell < data.length; cell++) data[cell]! /= Math.max(totals[cell % classCount]!, TINY);
  return matrix;
}
