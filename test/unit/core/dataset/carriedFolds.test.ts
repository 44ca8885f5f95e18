import assert from 'node:assert/strict';
import { carriedFolds } from '../../../../src/core/dataset/carriedFolds';
import { imagesBefore } from '../../../../src/core/dataset/imagesBefore';

describe('carriedFolds', () => {
  it('leaves images in their folds, whatever has gone, and deals new ones in turn', () => {
    const imageBefore = imagesBefore(
      { paths: ['a', 'aa', 'c', 'cc', 'd', 'dd', 'e'] },
      { paths: ['a', 'b', 'c', 'd'] },
    );
    assert.deepEqual([...imageBefore], [0, -1, 2, -1, 3, -1, -1]);
    const folds = carriedFolds(imageBefore, { foldOf: Int32Array.of(2, 0, 1, 1), folds: 3 });
    assert.deepEqual([...folds], [2, 0, 1, 1, 1, 2, 0]);
  });
});

describe('imagesBefore', () => {
  it('takes another picture at an old path as new, where the contents are known', () => {
    const paths = ['a', 'b', 'c', 'd'];
    const hashes = (...last: number[]) =>
      Uint32Array.from(last.flatMap((word) => (word === 0 ? [0, 0, 0, 0] : [1, 1, 1, word])));
    const now = { paths, contentHashes: hashes(5, 6, 0, 8) };
    assert.deepEqual([...imagesBefore(now, { paths, contentHashes: hashes(5, 7, 7, 0) })], [0, -1, 2, 3]);
    assert.deepEqual([...imagesBefore(now, { paths })], [0, 1, 2, 3]);
  });
});
