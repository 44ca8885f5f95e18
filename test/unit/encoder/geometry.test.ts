import assert from 'node:assert/strict';
import { sameWindows } from '../../../src/encoder/geometry';

describe('sameWindows', () => {
  // By hand, from (ceil(n / s) − 1) · s + k − n.
  for (const [size, kernel, stride, outputSize, before, paddedSize] of [
    [8, 3, 1, 8, 1, 10],
    [8, 3, 2, 4, 0, 9],
    [7, 3, 2, 4, 1, 9],
    [8, 5, 2, 4, 1, 11],
    [7, 5, 2, 4, 2, 11],
    [1, 5, 1, 1, 2, 5],
    [1, 3, 2, 1, 1, 3],
    [2, 1, 1, 2, 0, 2],
    // A window of 1 at stride 2 leaves pixels out, and nothing is missing.
    [8, 1, 2, 4, 0, 8],
  ] as const)
    it(`of ${kernel} at stride ${stride} over ${size}`, () => {
      assert.deepEqual(sameWindows(size, { kernel, stride }), { outputSize, before, paddedSize });
    });
});
