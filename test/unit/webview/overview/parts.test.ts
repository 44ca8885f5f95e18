import assert from 'node:assert/strict';
import { arrangeClasses, classRows, type ClassOrder } from '../../../../webview/overview/classRows';
import { curvePath, meanCurve, niceCeiling } from '../../../../webview/overview/curves';
import { moveInMatrix } from '../../../../webview/overview/matrixMoves';
import * as wording from '../../../../webview/overview/wording';

describe('overview: class rows', () => {
  const expected = { errors: 2, low: 1, high: 4 };
  const rows = classRows(
    [
      { name: 'img 10', images: 20, suspects: 3, expected },
      { name: 'img 9', images: 0, suspects: 0, expected },
      { name: 'Cat', images: 5, suspects: 3 },
    ],
    [
      { reviewed: 2, wrong: 1 },
      { reviewed: 0, wrong: 0 },
    ],
  );

  it('have rates where there are images and an estimate', () => {
    assert.deepEqual(rows[0]!.errorRate, { rate: 0.1, low: 0.05, high: 0.2 });
    assert.deepEqual([rows[1]!.errorRate, rows[2]!.errorRate], [null, null]);
    assert.deepEqual([rows[0]!.wrong, rows[2]!.reviewed], [1, 0]);
  });

  it('are filtered whatever the case, sorted by number or name, equal ones in their order', () => {
    const names = (filter: string, order: ClassOrder) =>
      arrangeClasses(rows, filter, order).map(({ name }) => name);
    assert.deepEqual(names('cA', { column: 'name', descending: false }), ['Cat']);
    assert.deepEqual(names('', { column: 'name', descending: false }), ['Cat', 'img 9', 'img 10']);
    assert.deepEqual(names('', { column: 'suspects', descending: true }), ['img 10', 'Cat', 'img 9']);
    assert.deepEqual(names('img', { column: 'errorRate', descending: false }), ['img 9', 'img 10']);
  });
});

describe('overview: curves', () => {
  it('average what is a number', () => {
    assert.deepEqual(
      meanCurve([
        [2, null, null],
        [4, 1, null, 5],
      ]),
      [3, 1, null, 5],
    );
    assert.deepEqual(meanCurve([]), []);
  });

  it('are drawn with gaps, a lone point in the middle', () => {
    assert.equal(curvePath([4, 2, null, 1], 4), 'M0 0L0 0L33.33 50M100 75L100 75');
    assert.equal(curvePath([1], 4), 'M50 75L50 75');
  });

  it('end at a round number', () => {
    assert.deepEqual([0.0013, 2.3, 2.5, 5.1, 10, 0, NaN].map(niceCeiling), [0.002, 2.5, 2.5, 10, 10, 1, 1]);
  });
});

describe('overview: moves in the matrix', () => {
  it('stay inside, and leave other keys alone', () => {
    const move = (key: string, ctrlKey = false) => moveInMatrix({ row: 0, column: 2 }, 3, { key, ctrlKey });
    assert.deepEqual(move('ArrowUp'), { row: 0, column: 2 });
    assert.deepEqual(move('ArrowRight'), { row: 0, column: 2 });
    assert.deepEqual(move('ArrowDown'), { row: 1, column: 2 });
    assert.deepEqual(move('Home'), { row: 0, column: 0 });
    assert.deepEqual(move('End', true), { row: 2, column: 2 });
    assert.equal(move('Tab'), undefined);
  });
});

describe('overview: wording', () => {
  it('names the parameters of a loss as its paper does', () => {
    assert.equal(wording.loss({ name: 'cross-entropy' }), 'cross-entropy');
    assert.equal(wording.loss({ name: 'piecewise-zero', cutoff: 0.05 }), 'piecewise-zero (c = 0.05)');
    assert.equal(
      wording.loss({ name: 'early-learning', regularization: 3, momentum: 0.7 }),
      'early-learning (λ = 3, momentum = 0.7)',
    );
  });

  it('says what was passed over, or that nothing was', () => {
    const none = { hidden: 0, notImages: 0, unlabelled: 0, missingFiles: 0 };
    assert.equal(wording.skippedText(none), 'nothing');
    assert.equal(
      wording.skippedText({ ...none, unlabelled: 1, hidden: 2 }),
      '1 image without a label, 2 hidden',
    );
  });
});
