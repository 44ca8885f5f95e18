import assert from 'node:assert/strict';
import type { Layer } from '../../../src/encoder/layer';
import { packLayer } from '../../../src/encoder/packLayer';

const layer = (kind: Layer['kind'], kernel: number, inputs: number, outputs: number): Layer => {
  const count = kernel * kernel * (kind === 'depthwise' ? 1 : inputs) * outputs;
  return {
    ...{ kind, kernel, stride: 1, inputs, outputs, activation: 'none' },
    weights: Int8Array.from({ length: count }, (_, i) => (i % 100) + 1),
    scales: Float32Array.from({ length: outputs }, (_, i) => i + 1),
    biases: Float32Array.from({ length: outputs }, (_, i) => -i - 1),
  };
};

describe('packLayer', () => {
  it('fills a pointwise layer up to whole planes on both sides', () => {
    const { panels, biases } = packLayer(layer('pointwise', 1, 2, 9));
    assert.equal(panels.length, 2 * 8 * 8);
    // Of weights 1 to 9 and 10 to 18, by outputs 1 to 9.
    assert.deepEqual(
      [...panels.subarray(0, 16)],
      [1, 4, 9, 16, 25, 36, 49, 64, 10, 22, 36, 52, 70, 90, 112, 136],
    );
    assert.ok(panels.subarray(16, 64).every((value) => value === 0));
    assert.deepEqual([...panels.subarray(64, 80)], [81, 0, 0, 0, 0, 0, 0, 0, 162, 0, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual([...biases], [-1, -2, -3, -4, -5, -6, -7, -8, -9, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('keeps the windows of the first convolution as they are', () => {
    const { panels } = packLayer(layer('convolution', 3, 3, 8));
    assert.equal(panels.length, 27 * 8);
    assert.deepEqual([...panels.subarray(8, 16)], [9, 20, 33, 48, 65, 84, 105, 128]);
  });

  it('gives each channel of a depthwise layer its window', () => {
    const { panels } = packLayer(layer('depthwise', 3, 10, 10));
    assert.equal(panels.length, 2 * 9 * 8);
    assert.deepEqual([...panels.subarray(72, 82)], [9 * 9, 10 * 10, 0, 0, 0, 0, 0, 0, 19 * 9, 20 * 10]);
  });
});
