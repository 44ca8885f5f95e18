import assert from 'node:assert/strict';
import { IndexMap } from '../../../src/core/indexMap';

describe('IndexMap', () => {
  it('knows what belongs to a number, and the way back', () => {
    const map = new IndexMap(Int32Array.of(3, -1, 0));
    assert.deepEqual(
      [0, 1, 2, 3].map((from) => map.get(from)),
      [3, undefined, 0, undefined],
    );
    const inverse = map.inverse(4);
    assert.deepEqual(
      [0, 1, 2, 3].map((to) => inverse.get(to)),
      [2, undefined, undefined, 0],
    );
    assert.deepEqual([map.size, inverse.size], [3, 4]);
  });
});
