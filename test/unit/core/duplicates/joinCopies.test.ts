import assert from 'node:assert/strict';
import { joinCopies } from '../../../../src/core/duplicates/joinCopies';

describe('joinCopies', () => {
  it('joins groups that a pair connects, adds new ones, and leaves others as they are', () => {
    const groups = [
      { images: Int32Array.of(0, 3), isExact: true },
      { images: Int32Array.of(1, 7), isExact: true },
      { images: Int32Array.of(4, 9), isExact: false },
    ];
    const joined = joinCopies(
      groups,
      [
        [3, 4],
        [5, 6],
        [1, 7],
      ],
      10,
    );
    assert.deepEqual(
      joined.map(({ images, isExact }) => [[...images], isExact]),
      [
        [[0, 3, 4, 9], false],
        [[1, 7], true],
        [[5, 6], false],
      ],
    );
  });
});
