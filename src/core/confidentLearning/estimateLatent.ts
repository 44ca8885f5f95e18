import { sumColumns, sumRows, type ClassMatrix } from './confidentJoint';

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
export function estimateLatent(joint: ClassMatrix): Latent {
  const { data, classCount } = joint;
  const givenTotals = sumRows(joint);
  const trueTotals = sumColumns(joint);
  const samples = givenTotals.reduce((total, count) => total + count, 0);
  const noise = data.map((count, cell) => count / Math.max(trueTotals[cell % classCount]!, TINY));
  const inverse = data.map((_, cell) => {
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

/** Caps the entries off the diagonal and makes the columns sum to 1 again. */
function clipNoiseRates(matrix: ClassMatrix): ClassMatrix {
  const { classCount } = matrix;
  const isDiagonal = (cell: number) => cell % (classCount + 1) === 0;
  const data = matrix.data.map((rate, cell) =>
    isDiagonal(cell) ? rate : Math.min(rate, HIGHEST_NOISE_RATE),
  );
  const totals = sumColumns({ data, classCount });
  return { data: data.map((rate, cell) => rate / Math.max(totals[cell % classCount]!, TINY)), classCount };
}
