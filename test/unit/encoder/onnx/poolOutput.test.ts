import assert from 'node:assert/strict';
import { poolOutput } from '../../../../src/encoder/onnx/poolOutput';

const count = (dims: readonly number[]) => dims.reduce((product, size) => product * size, 1);
const pooled = (dims: readonly number[], layout: 'NCHW' | 'NHWC' = 'NCHW') => {
  const data = Float32Array.from({ length: count(dims) }, (_, index) => index);
  const result = poolOutput({ data, dims }, layout);
  return result === undefined ? undefined : [...result];
};

describe('poolOutput', () => {
  it('gives a vector as it is', () => assert.deepEqual(pooled([1, 4]), [0, 1, 2, 3]));

  it('takes the class token, which is one more than a grid has', () => {
    assert.deepEqual(pooled([1, 5, 2]), [0, 1]);
    assert.deepEqual(pooled([1, 1 + 4 + 9, 3]), [0, 1, 2], 'with registers');
  });

  it('takes the mean of tokens that are a grid', () => assert.deepEqual(pooled([1, 4, 2]), [3, 4]));

  it('takes the mean over the places of a map', () => {
    assert.deepEqual(pooled([1, 2, 2, 3]), [2.5, 8.5]);
    assert.deepEqual(pooled([1, 2, 3, 2], 'NHWC'), [5, 6]);
    assert.deepEqual(pooled([1, 3, 1, 1]), [0, 1, 2]);
  });

  it('knows no other shapes', () => {
    for (const dims of [[4], [2, 4], [1, 1, 1, 1, 2], [1, 0], []]) assert.equal(pooled(dims), undefined);
    assert.equal(poolOutput({ data: new Float32Array(3), dims: [1, 4] }, 'NCHW'), undefined);
  });
});
