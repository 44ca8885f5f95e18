import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/appError';
import { validatePredictions } from '../../../../src/core/confidentLearning/validatePredictions';
import { predProbsOf } from './cleanlabGolden';

const good = [
  [0.5, 0.5],
  [0.9, 0.1],
];
const labels = Int32Array.of(0, 1);

describe('validatePredictions', () => {
  it('accepts probabilities, rounded ones too', () => {
    validatePredictions(labels, predProbsOf(good));
    validatePredictions(labels, { data: Float32Array.of(0.33, 0.67, 0.333, 0.66), rows: 2, columns: 2 });
  });

  const broken: readonly (readonly [
    string,
    Int32Array,
    Parameters<typeof validatePredictions>[1],
    string,
    RegExp,
  ])[] = [
    ['no rows', new Int32Array(), predProbsOf([]), 'bad-predictions', /no predictions/],
    ['one column', labels, predProbsOf([[1], [1]]), 'bad-predictions', /1 column/],
    ['missing numbers', labels, { ...predProbsOf(good), rows: 3 }, 'bad-predictions', /4 numbers for 3 rows/],
    ['too few labels', labels.subarray(1), predProbsOf(good), 'bad-labels', /1 labels for 2 rows/],
    ['a label out of range', Int32Array.of(0, 2), predProbsOf(good), 'bad-labels', /Row 1: 2 .* 0 to 1/],
    ['a negative label', Int32Array.of(-1, 0), predProbsOf(good), 'bad-labels', /Row 0/],
    [
      'NaN',
      labels,
      predProbsOf([
        [0.5, 0.5],
        [NaN, 1],
      ]),
      'bad-predictions',
      /Row 1, column 0: NaN/,
    ],
    [
      'logits',
      labels,
      predProbsOf([
        [3, -2],
        [1, 0],
      ]),
      'bad-predictions',
      /Row 0, column 0: 3.*softmax/,
    ],
    [
      'a sum of 0.6',
      labels,
      predProbsOf([
        [0.5, 0.5],
        [0.5, 0.1],
      ]),
      'bad-predictions',
      /Row 1.*0\.6/,
    ],
  ];
  for (const [name, given, predProbs, code, message] of broken)
    it(`names the row with ${name}`, () => {
      assert.throws(
        () => validatePredictions(given, predProbs),
        (error) => error instanceof AppError && error.code === code && message.test(error.message),
      );
    });
});
