import assert from 'node:assert/strict';
import { levelsBetween } from '../../../../scripts/faults/disk/levelsBetween';

describe('levelsBetween', () => {
  it('spreads whole bytes evenly, the first at the start and none at the end', () => {
    assert.deepEqual(levelsBetween(0, 10, 4), [0, 2, 5, 7]);
    assert.deepEqual(levelsBetween(100, 103, 3), [100, 101, 102]);
    assert.deepEqual(levelsBetween(7, 7, 2), [7, 7]);
  });
});
