import assert from 'node:assert/strict';
import { carriedFolds } from '../../../../src/core/dataset/carriedFolds';

describe('carriedFolds', () => {
  it('leaves images in their folds, whatever has gone, and deals new ones in turn', () => {
    const before = { paths: ['a', 'b', 'c', 'd'], foldOf: Int32Array.of(2, 0, 1, 1), folds: 3 };
    const { foldOf, imageBefore } = carriedFolds(['a', 'aa', 'c', 'cc', 'd', 'dd', 'e'], before);
    assert.deepEqual([...foldOf], [2, 0, 1, 1, 1, 2, 0]);
    assert.deepEqual([...imageBefore], [0, -1, 2, -1, 3, -1, -1]);
  });
});
