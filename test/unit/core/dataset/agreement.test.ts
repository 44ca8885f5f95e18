import assert from 'node:assert/strict';
import { agreementWithLabels, isByChance } from '../../../../src/core/dataset/agreement';

const predicting = (...classes: readonly number[]) => ({
  data: Float64Array.from(classes.flatMap((label) => [label === 0 ? 1 : 0, label === 1 ? 1 : 0])),
  rows: classes.length,
  columns: 2,
});

describe('agreement with labels', () => {
  it('is 1 for the labels themselves, 0 for chance, negative for the opposite', () => {
    const labels = Int32Array.of(0, 0, 1, 1);
    assert.equal(agreementWithLabels(labels, predicting(0, 0, 1, 1)), 1);
    assert.equal(agreementWithLabels(labels, predicting(0, 1, 0, 1)), 0);
    assert.equal(agreementWithLabels(labels, predicting(1, 1, 0, 0)), -1);
  });

  it('is taken for chance where it is small, or no larger than chance makes it of few rows', () => {
    const share = (rows: number, agreeing: number) => {
      const labels = Int32Array.from({ length: rows }, (_, row) => row % 2);
      return isByChance(
        labels,
        predicting(...labels.map((label, row) => (row < agreeing ? label : 1 - label))),
      );
    };
    assert.deepEqual([share(60, 36), share(60, 45), share(1000, 600)], [true, false, false]);
    assert.equal(share(10, 8), false);
  });

  it('is 0 when there is nothing to tell apart', () => {
    assert.equal(agreementWithLabels(Int32Array.of(0, 0), predicting(0, 0)), 0);
    assert.equal(agreementWithLabels(Int32Array.of(0, 1), predicting(0, 0)), 0);
  });
});
