import assert from 'node:assert/strict';
import fc from 'fast-check';
import { positionsToRanges, rangesToPositions } from '../../../src/review/positionRanges';

describe('positionsToRanges', () => {
  it('joins neighbours', () => {
    assert.deepEqual(positionsToRanges([5, 1, 2, 2, 3, 7]), [
      [1, 4],
      [5, 6],
      [7, 8],
    ]);
    assert.deepEqual(positionsToRanges([]), []);
  });

  it('is undone by rangesToPositions', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200)), (positions) => {
        const sorted = [...positions].sort((a, b) => a - b);
        assert.deepEqual(rangesToPositions(positionsToRanges(positions), 201), sorted);
      }),
      { seed: 1 },
    );
  });
});

describe('rangesToPositions', () => {
  it('counts overlapping ranges once and stops at the end of the view', () => {
    const ranges = [
      [3, 1_000_000_000],
      [0, 2],
      [1, 4],
    ] as const;
    assert.deepEqual(rangesToPositions(ranges, 6), [0, 1, 2, 3, 4, 5]);
  });
});
