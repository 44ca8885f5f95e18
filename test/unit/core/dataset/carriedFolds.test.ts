import assert from 'node:assert/strict';
import { carriedFolds } from '../../../../src/core/dataset/carriedFolds';

describe('carriedFolds', () => {
  it('leaves images in their folds, whatever has gone, and deals new ones in turn', () => {
    const before = { paths: ['a', 'b', 'c', 'd'], foldOf: Int32Array.of(2, 0, 1, 1), folds: 3 };
    const { foldOf, isKnown } = carriedFolds(['a', 'aa', 'c', 'cc', 'd', 'dd', 'e'], before);
    assert.deepEqual([...foldOf], [2, 0, 1, 1, 1, 2, 0]);
    assert.deepEqual([...isKnown], [1, 0, 1, 0, 1, 0, 0]);
  });
});
