import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/appError';
import { probabilityProblem, validateLabels } from '../../../../src/core/confidentLearning/validateLabels';
import { predProbsOf } from './cleanlabGolden';
import { wordMessage } from '../../../../src/core/words/message';

describe('validateLabels', () => {
  const two = { rows: 2, columns: 2 };

  it('accepts a class index for each row', () => {
    validateLabels(Int32Array.of(0, 1), two);
  });

  const broken = [
    ['no rows', Int32Array.of(), { rows: 0, columns: 2 }, 'bad-predictions', /no predictions/],
    ['one column', Int32Array.of(0, 0), { rows: 2, columns: 1 }, 'bad-predictions', /1 column/],
    ['too few labels', Int32Array.of(1), two, 'bad-labels', /1 labels for 2 rows/],
    ['a label out of range', Int32Array.of(0, 2), two, 'bad-labels', /Row 1: 2 .* 0 to 1/],
    ['a negative label', Int32Array.of(-1, 0), two, 'bad-labels', /Row 0/],
  ] as const;
  for (const [name, labels, shape, code, message] of broken)
    it(`refuses ${name}`, () => {
      assert.throws(
        () => validateLabels(labels, shape),
        (error) => error instanceof AppError && error.code === code && message.test(error.message),
      );
    });
});

describe('probabilityProblem', () => {
  it('is none with probabilities, rounded ones too', () => {
    for (const row of [
      [0.5, 0.5],
      [0.33, 0.67],
      [0.333, 0.66],
    ])
      assert.equal(probabilityProblem(predProbsOf([row]), 0), undefined);
    const single = { data: Float32Array.of(0.1, 0.9, 0.33, 0.67), rows: 2, columns: 2 };
    assert.equal(probabilityProblem(single, 1), undefined);
  });

  it('says what is wrong with the row, and no other', () => {
    const problem = (row: readonly number[]) =>
      wordMessage(probabilityProblem(predProbsOf([[2, 2], row]), 1)!);
    assert.match(problem([NaN, 1]), /column 0: NaN/);
    assert.match(problem([3, -2]), /column 0: 3.*softmax/);
    assert.match(problem([0.5, 0.1]), /sum to 0\.6 instead of 1/);
  });
});
