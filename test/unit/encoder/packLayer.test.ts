import assert from 'node:assert/strict';
import type { Layer } from '../../../src/encoder/layer';
import { packChannels, packPanels, scalePanels } from '../../../src/encoder/packLayer';

function drawLayer(kind: Layer['kind'], kernel: number, inputs: number, outputs: number): Layer {
  const count = kernel * kernel * (kind === 'depthwise' ? 1 : inputs) * outputs;
  return {
    ...{ kind, kernel, stride: 1, inputs, outputs, activation: 'none' },
    weights: Int8Array.from({ length: count }, (_, i) => (i % 100) + 1),
    scales: Float32Array.from({ length: outputs }, (_, i) => i + 1),
    biases: new Float32Array(outputs),
  };
}

describe('packPanels', () => {
  it('fills a pointwise layer up to whole planes on both sides', () => {
    const { rows, weights } = packPanels(drawLayer('pointwise', 1, 2, 9));
    assert.deepEqual([rows, weights.length], [8, 2 * 8 * 8]);
    // Of weights 1 to 9 and 10 to 18.
    assert.deepEqual([...weights.subarray(0, 16)], [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17]);
    assert.ok(weights.subarray(16, 64).every((value) => value === 0));
    assert.deepEqual([...weights.subarray(64, 80)], [9, 0, 0, 0, 0, 0, 0, 0, 18, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('keeps the windows of the first convolution as they are', () => {
    const { rows, weights } = packPanels(drawLayer('convolution', 3, 3, 8));
    assert.deepEqual([rows, weights.length], [27, 27 * 8]);
    assert.deepEqual([...weights.subarray(8, 16)], [9, 10, 11, 12, 13, 14, 15, 16]);
  });

  it('gives each channel of a depthwise layer its window', () => {
    const { rows, weights } = packPanels(drawLayer('depthwise', 3, 10, 10));
    assert.deepEqual([rows, weights.length], [9, 2 * 9 * 8]);
    assert.deepEqual([...weights.subarray(72, 82)], [9, 10, 0, 0, 0, 0, 0, 0, 19, 20]);
  });
});

describe('scalePanels', () => {
  it('multiplies each column by its scale', () => {
    const layer = drawLayer('depthwise', 3, 10, 10);
    const scaled = scalePanels(packPanels(layer), layer.scales);
    assert.deepEqual([...scaled.subarray(0, 10)], [1, 4, 9, 16, 25, 36, 49, 64, 11, 24]);
    assert.deepEqual([...scaled.subarray(72, 82)], [81, 100, 0, 0, 0, 0, 0, 0, 19 * 9, 20 * 10]);
  });
});

describe('packChannels', () => {
  it('fills up to whole planes', () => {
    const packed = packChannels(Float32Array.from({ length: 9 }, (_, i) => i + 1));
    assert.deepEqual([...packed], [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0, 0]);
  });
});
