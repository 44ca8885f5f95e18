import assert from 'node:assert/strict';
import { PredictionTotals } from '../../../../src/ml/train/predictionTotals';

const labels = Int32Array.of(0, 1, 0, 1);
const split = { foldOf: Int32Array.of(0, 0, 1, 1), folds: 2, models: 2, predictions: 'all-models' } as const;
/** Two classes; each number is the probability of class 1. */
const rows = (...ones: number[]) => Float32Array.from(ones.flatMap((one) => [1 - one, one]));
const ones = (predProbs: ArrayLike<number>) =>
  Array.from({ length: predProbs.length / 2 }, (_, row) => Number(predProbs[2 * row + 1]!.toFixed(3)));

describe('PredictionTotals', () => {
  it('averages over the models in the order of the folds, and keeps what is held out apart', () => {
    const totals = new PredictionTotals({ labels, classCount: 2, split });
    totals.add(1, rows(0.2, 0.8, 0.4, 0.6));
    totals.add(0, rows(0.4, 0.6, 0.4, 0.6));
    const { predProbs, heldOut, memorization } = totals.combine();
    assert.deepEqual(ones(predProbs), [0.3, 0.7, 0.4, 0.6]);
    assert.deepEqual([...heldOut!.images], [0, 1, 2, 3]);
    assert.deepEqual(ones(heldOut!.predProbs), [0.4, 0.6, 0.4, 0.6]);
    assert.deepEqual(memorization, {
      heldOutImages: 4,
      heldOutAgreement: 1,
      seenAgreement: 1,
      isMemorized: false,
    });
  });

  it('keeps what each model says of the given label and which label it prefers', () => {
    const totals = new PredictionTotals({
      labels,
      classCount: 2,
      split: { ...split, predictions: 'held-out' },
    });
    totals.add(0, rows(0.25, 0.75));
    totals.add(1, rows(0.75, 0.5));
    const [first, second] = totals.combine().opinions;
    assert.deepEqual([...first!.givenProbs], [0.75, 0.75, NaN, NaN]);
    assert.deepEqual([...first!.labels.subarray(0, 2)], [0, 1]);
    assert.deepEqual([...first!.hasSeen], [0, 0, 1, 1]);
    assert.deepEqual([...second!.givenProbs], [NaN, NaN, 0.25, 0.5]);
    assert.deepEqual([...second!.probs], [NaN, NaN, 0.75, 0.5]);
    // Of equally probable classes, the first.
    assert.deepEqual([...second!.labels.subarray(2)], [1, 0]);
  });

  it('judges each image by the model that has not seen it when labels were learnt by heart', () => {
    const totals = new PredictionTotals({ labels, classCount: 2, split });
    // Each model knows the labels of the images it has seen and gets the others wrong.
    totals.add(0, rows(0.9, 0.1, 0.1, 0.9));
    totals.add(1, rows(0.1, 0.9, 0.8, 0.2));
    const { predProbs, heldOut, memorization } = totals.combine();
    assert.equal(memorization!.isMemorized, true);
    assert.equal(heldOut, undefined);
    assert.deepEqual(ones(predProbs), [0.9, 0.1, 0.8, 0.2]);
  });

  it('only says so where not every image was held out', () => {
    const totals = new PredictionTotals({ labels, classCount: 2, split: { ...split, models: 1 } });
    totals.add(0, rows(0.9, 0.1, 0.1, 0.9));
    const { predProbs, heldOut, memorization } = totals.combine();
    assert.equal(memorization!.isMemorized, true);
    assert.deepEqual([...heldOut!.images], [0, 1]);
    assert.deepEqual(ones(predProbs), [0.9, 0.1, 0.1, 0.9]);
  });

  it('passes held-out predictions on as they are', () => {
    const totals = new PredictionTotals({
      labels,
      classCount: 2,
      split: { ...split, predictions: 'held-out' },
    });
    totals.add(0, rows(0.1, 0.9));
    totals.add(1, rows(0.3, 0.7));
    const combined = totals.combine();
    assert.deepEqual(ones(combined.predProbs), [0.1, 0.9, 0.3, 0.7]);
    assert.deepEqual(Object.keys(combined), ['predProbs', 'opinions']);
  });
});
