import type { PredProbs } from '../../../../src/core/confidentLearning/predProbs';
import { createRng } from '../../../../src/core/rng';

export interface NoisySamples {
  readonly labels: Int32Array;
  readonly trueLabels: Int32Array;
  readonly predProbs: PredProbs;
}

/**
 * Samples of a known noise model: a class for each picture, drawn from a random row of probabilities that are then
 * the predictions, and a given label drawn from P(given | true).
 */
export function drawNoisySamples(options: {
  readonly count: number;
  readonly classCount: number;
  /** Predictions are the softmax of normal logits with this deviation: large means sure. */
  readonly spread: number;
  readonly noise: (given: number, trueLabel: number) => number;
  readonly seed: number;
}): NoisySamples {
  const { count, classCount, spread, noise, seed } = options;
  const rng = createRng(seed);
  const data = new Float32Array(count * classCount);
  const draw = (probabilityOf: (k: number) => number): number => {
    let rest = rng.next01();
    for (let k = 0; k < classCount - 1; k++) if ((rest -= probabilityOf(k)) < 0) return k;
    return classCount - 1;
  };
  const trueLabels = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const weights = Array.from({ length: classCount }, () => Math.exp(rng.normal() * spread));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, k) => (data[row * classCount + k] = weight / total));
    trueLabels[row] = draw((k) => weights[k]! / total);
  }
  const labels = trueLabels.map((trueLabel) => draw((given) => noise(given, trueLabel)));
  return { labels, trueLabels, predProbs: { data, rows: count, columns: classCount } };
}
