import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/appError';
import { validateLabels } from '../../../../src/core/confidentLearning/validateLabels';

describe('validateLabels', () => {
  const two = { rows: 2, columns: 2 };

  it('accepts a class index for each row', () => {
    validateLabels(Int32Array.of(0, 1), two);
  });

  const broken = [
    ['no rows', Int32Array.of(), { rows: 0, columns: 2 }, 'bad-predictions', /no predictions/],
    ['one column', Int32Array.of(0, 0), { rows: 2, columns: 1 }, 'bad-predictions', /1 column/],
    ['too few labels', Int32Array.of(1), two, 'bad-labels', /1 label for 2 rows/],
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
