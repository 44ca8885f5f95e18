import assert from 'node:assert/strict';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { createRng } from '../../../src/core/rng';
import { assertClose, normals, openComparison, type KernelComparison } from './compareKernels';

const property = { numRuns: 120, seed: 1 };

describe('wasm kernels', () => {
  let comparison: KernelComparison;

  before(async function () {
    this.timeout(20_000);
    comparison = await openComparison();
  });

  const sum = fc.record({
    seed: fc.nat(),
    shape: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
    summed: fc.integer({ min: 0, max: 15 }),
    keepDims: fc.boolean(),
    isInteger: fc.boolean(),
  });

  it('Sum agrees with the cpu backend over every choice of axes', () => {
    fc.assert(
      fc.property(sum, ({ seed, shape, summed, keepDims, isInteger }) => {
        const rng = createRng(seed);
        const axis = [...shape.keys()].filter((at) => ((summed >> at) & 1) === 1);
        const x = normals(rng, shape, isInteger ? 'int32' : 'float32');
        comparison.assertSameAsCpu({ kernel: 'Sum', inputs: { x }, attrs: { axis, keepDims } });
      }),
      property,
    );
  });

  it('Sum over all but the last axis agrees, whichever way the axes are named', () => {
    const x = normals(createRng(7), [3, 4, 2, 5]);
    for (const axis of [
      [0, 1, 2],
      [2, 0, 1],
      [-2, -3, -4],
    ])
      for (const keepDims of [false, true])
        comparison.assertSameAsCpu({ kernel: 'Sum', inputs: { x }, attrs: { axis, keepDims } });
  });

  it('gives a gradient through convolution, pooling, sums and matrix products as on the cpu', () => {
    const rng = createRng(11);
    const images = normals(rng, [2, 7, 5, 3]);
    const filters = normals(rng, [3, 3, 3, 4]);
    const weights = normals(rng, [24, 6]);
    const { tf } = comparison;
    const gradientsOn = (backend: 'wasm' | 'cpu'): Float32Array => {
      void tf.setBackend(backend);
      return tf.tidy(() => {
        const x = tf.tensor4d(images.data, [2, 7, 5, 3]);
        const f = tf.tensor4d(filters.data, [3, 3, 3, 4]);
        const w = tf.tensor2d(weights.data, [24, 6]);
        const gradients = tf.grads((a: Tensor, b: Tensor, c: Tensor) => {
          const pooled = tf.maxPool(tf.conv2d(a as typeof x, b as typeof f, 1, 'same'), 2, 2, 'valid'); // as passed below
          return tf.sum<Tensor>(tf.square(tf.matMul(tf.reshape(pooled, [2, 24]), c)));
        })([x, f, w]);
        return Float32Array.from(gradients.flatMap((gradient) => [...gradient.dataSync()]));
      });
    };
    const before = tf.memory().numTensors;
    const cpu = gradientsOn('cpu');
    const wasm = gradientsOn('wasm');
    assert.equal(tf.memory().numTensors, before);
    assertClose(wasm, cpu);
  });

  it('stays right when the memory grows, and lets it grow only once for its own needs', () => {
    const { tf } = comparison;
    const rng = createRng(12);
    const images = normals(rng, [4, 12, 12, 8]);
    const filters = normals(rng, [3, 3, 8, 8]);
    const output = () =>
      tf.tidy(() => {
        const x = tf.tensor4d(images.data, [4, 12, 12, 8]);
        return Float32Array.from(tf.conv2d(x, tf.tensor4d(filters.data, [3, 3, 8, 8]), 1, 'same').dataSync());
      });
    const heapBytes = () => (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length;
    const first = output();
    const small = heapBytes();
    const large = tf.zeros([small / 4]);
    assert.ok(heapBytes() > small, 'the memory has not grown');
    assert.deepEqual(output(), first);
    large.dispose();
    const grown = heapBytes();
    for (let run = 0; run < 200; run++) output();
    assert.equal(heapBytes(), grown);
  });
});
