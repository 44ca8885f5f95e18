import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/appError';
import {
  findLabelIssues,
  getLabelQualityScores,
  LabelReviewError,
  type LabelIssuesInput,
  type LabelsAndPredictions,
} from '../../../src/library/core';

const LABELS = [0, 1, 2, 0];
const ROWS = [
  [0.9, 0.05, 0.05],
  [0.1, 0.8, 0.1],
  [0.7, 0.2, 0.1],
  [0.6, 0.2, 0.2],
];
const FLAT = { data: Float64Array.from(ROWS.flat()), rows: 4, columns: 3 };

describe('labels and predictions given to the library', () => {
  it('may be lists, lists of typed arrays or flat', () => {
    const expected = [0.9, 0.8, 0.1, 0.6];
    const given: LabelsAndPredictions[] = [
      { labels: LABELS, predProbs: ROWS },
      { labels: Int32Array.from(LABELS), predProbs: FLAT },
      { labels: Uint8Array.from(LABELS), predProbs: ROWS.map((row) => Float64Array.from(row)) },
    ];
    for (const input of given) assert.deepEqual(Array.from(getLabelQualityScores(input)), expected);
  });

  it('are computed with in the precision that they have', () => {
    const float32 = ROWS.map((row) => Float32Array.from(row));
    const scores = getLabelQualityScores({ labels: LABELS, predProbs: float32 });
    assert.deepEqual(Array.from(scores), [0.9, 0.8, 0.1, 0.6].map(Math.fround));
    const mixed = [float32[0]!, ...ROWS.slice(1)];
    assert.equal(getLabelQualityScores({ labels: LABELS, predProbs: mixed })[1], 0.8);
  });

  /** What is wrong, and the sentence that says so. */
  const refused: readonly (readonly [string, object, string, string])[] = [
    [
      'too few labels',
      { labels: [0, 1] },
      'bad-labels',
      'There are 2 labels for 4 rows of predictions; give one label for each row.',
    ],
    [
      'a label beyond the classes',
      { labels: [0, 1, 3, 0] },
      'bad-labels',
      'Row 2: 3 is not a class index; with 3 columns they go from 0 to 2.',
    ],
    [
      'half a label',
      { labels: [0, 1.5, 2, 0] },
      'bad-labels',
      'Row 1: 1.5 is not a class index; with 3 columns they go from 0 to 2.',
    ],
    [
      'a label that would be one in 32 bits',
      { labels: [0, 2 ** 32 + 1, 2, 0] },
      'bad-labels',
      'Row 1: 4294967297 is not a class index; with 3 columns they go from 0 to 2.',
    ],
    [
      'names',
      { labels: ['cat', 'dog', 'cat', 'cat'] },
      'bad-labels',
      'Row 0: cat is not a class index; with 3 columns they go from 0 to 2.',
    ],
    [
      'no labels',
      { labels: undefined },
      'bad-labels',
      'labels is no list of numbers; give one class index for each row of predProbs.',
    ],
    [
      'not a number',
      { predProbs: [...ROWS.slice(0, 3), [NaN, 0.5, 0.5]] },
      'bad-predictions',
      'predProbs, row 3 (counted from 0), column 0: NaN is not a number; give a probability for each class.',
    ],
    [
      'a row that does not sum to 1',
      { predProbs: [[0.5, 0.1, 0.1], ...ROWS.slice(1)] },
      'bad-predictions',
      'predProbs, row 0 (counted from 0): the probabilities sum to 0.7 instead of 1; give one probability for each class, and no other column.',
    ],
    [
      'logits',
      { predProbs: [[3, -1, -2], ...ROWS.slice(1)] },
      'bad-predictions',
      'predProbs, row 0 (counted from 0), column 0: 3 is not a probability; apply softmax to logits before saving.',
    ],
    [
      'a short row',
      { predProbs: [...ROWS.slice(0, 3), [0.5, 0.5]] },
      'bad-predictions',
      'predProbs, row 3 (counted from 0): its length is 2, that of the first row 3; give one probability for each class in every row.',
    ],
    [
      'rows that are none',
      { predProbs: [0.5, 0.5, 1, 0] },
      'bad-predictions',
      'Predictions have 0 columns; give one for each class, two at least.',
    ],
    [
      'no rows',
      { labels: [], predProbs: [] },
      'bad-predictions',
      'There are no predictions; give one row for each sample.',
    ],
    [
      'a text',
      { predProbs: 'probs.npy' },
      'bad-predictions',
      'predProbs is neither a list of rows nor an object of data, rows and columns; give one row for each label and one column for each class.',
    ],
    [
      'flat numbers of another shape',
      { predProbs: { ...FLAT, rows: 3 } },
      'bad-predictions',
      'predProbs: its data is no Float32Array or Float64Array of 3 × 3 numbers; give one row for each label and one column for each class.',
    ],
    [
      'a rule that does not exist',
      { filterBy: 'prune' },
      'bad-setting',
      'The option filterBy is one of prune_by_noise_rate, prune_by_class, both, confident_learning, predicted_neq_given, low_normalized_margin, low_self_confidence, not prune.',
    ],
    [
      'a score that does not exist',
      { rankBy: 'entropy' },
      'bad-setting',
      'The option rankBy is one of self_confidence, normalized_margin, confidence_weighted_entropy, not entropy.',
    ],
    [
      'a share beyond 1',
      { fracNoise: 20 },
      'bad-setting',
      'The option fracNoise is a number from 0 to 1, not 20.',
    ],
    [
      'half an example',
      { minExamplesPerClass: 0.5 },
      'bad-setting',
      'The option minExamplesPerClass is a whole number from 0 on, not 0.5.',
    ],
  ];
  for (const [what, wrong, code, sentence] of refused)
    it(`are refused: ${what}`, () => {
      // As a program that is not type-checked gives it.
      const input = { labels: LABELS, predProbs: ROWS, ...wrong } as LabelIssuesInput;
      assert.throws(
        () => findLabelIssues(input),
        (error) => {
          assert.ok(error instanceof LabelReviewError);
          assert.deepEqual([error.code, error.message], [code, sentence]);
          return true;
        },
      );
    });
});

describe('LabelReviewError', () => {
  it('is what people can mend, from whichever bundle', () => {
    assert.ok(new AppError('no-run', 'Search first.') instanceof LabelReviewError);
    const ofAnotherBundle = Object.assign(new Error('Search first.'), { name: 'AppError', code: 'no-run' });
    assert.ok(ofAnotherBundle instanceof LabelReviewError);
    assert.ok(!(new TypeError('a bug') instanceof LabelReviewError));
    assert.ok(!(new DOMException('gave up', 'AbortError') instanceof LabelReviewError));
  });
});
