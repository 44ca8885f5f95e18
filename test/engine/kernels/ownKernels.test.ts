import assert from 'node:assert/strict';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { createRng } from '../../../src/core/rng';
import { createAdam } from '../../../src/ml/train/adam';
import { batchStatistics, normalizeBatch } from '../../../src/ml/network/batchNorm';
import { dropoutMask } from '../../../src/ml/network/dropoutMask';
import type { TensorFlow } from '../../../src/ml/backends/tensorFlow';
import { assertClose, normals, openComparison, type Values } from './compareKernels';

const property = { numRuns: 40, seed: 1 };

/** Rows beyond a block of the sums, and columns that are no whole vectors. */
const matrix = fc.record({
  seed: fc.nat(),
  rows: fc.integer({ min: 2, max: 300 }),
  columns: fc.integer({ min: 1, max: 21 }),
  isRelu: fc.boolean(),
});

describe('our own kernels on wasm', () => {
  let tf: TensorFlow;

  before(async function () {
    this.timeout(20_000);
    ({ tf } = await openComparison());
  });

  /** The same computation with our kernels and, on the cpu backend, with the plain operations in their place. */
  function assertSameAsComposed(compute: () => Tensor[]): void {
    const on = (backend: 'wasm' | 'cpu'): Float32Array[] => {
      void tf.setBackend(backend);
      const before = tf.memory();
      try {
        const values = tf.tidy(() => compute().map((tensor) => Float32Array.from(tensor.dataSync())));
        const { numTensors, numDataBuffers } = tf.memory();
        assert.deepEqual([numTensors, numDataBuffers], [before.numTensors, before.numDataBuffers]);
        return values;
      } finally {
        void tf.setBackend('wasm');
      }
    };
    const expected = on('cpu');
    on('wasm').forEach((values, i) => assertClose(values, expected[i]!));
  }

  const tensorOf = ({ data, shape }: Values) => tf.tensor(data, shape);

  it('normalise a batch, with ReLU or without, and give its gradients', () => {
    fc.assert(
      fc.property(matrix, ({ seed, rows, columns, isRelu }) => {
        const rng = createRng(seed);
        const inputs = [[rows, columns], [columns], [columns], [rows, columns]].map((shape) =>
          normals(rng, shape),
        );
        assertSameAsComposed(() => {
          const [x, scale, offset, weights] = inputs.map(tensorOf) as [
            Tensor2D,
            Tensor1D,
            Tensor1D,
            Tensor2D,
          ];
          const apply = (...[a, b, c]: [Tensor2D, Tensor1D, Tensor1D]) =>
            normalizeBatch(tf, a, { scale: b, offset: c, statistics: batchStatistics(tf, a), isRelu });
          const gradients = tf.grads((...args: Tensor[]) =>
            tf.sum(tf.mul(apply(...(args as [Tensor2D, Tensor1D, Tensor1D])), weights)),
          )([x, scale, offset]);
          const { mean, variance } = batchStatistics(tf, x);
          return [apply(x, scale, offset), ...gradients, mean, variance];
        });
      }),
      property,
    );
  });

  it('has exact moments of columns whose mean is large', () => {
    const data = Float32Array.from({ length: 3000 }, (_value, i) => 10_000 + (i % 2));
    const { mean, variance } = batchStatistics(tf, tf.tensor2d(data, [3000, 1]));
    assert.deepEqual([mean.dataSync()[0], variance.dataSync()[0]], [10_000.5, 0.25]);
    tf.dispose([mean, variance]);
  });

  it('takes steps of Adam', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 40 }), (seed, size) => {
        const rng = createRng(seed);
        const [start, ...gradients] = Array.from({ length: 4 }, () => normals(rng, [size]));
        assertSameAsComposed(() => {
          const variable = tf.variable(tensorOf(start!));
          const adam = createAdam(tf, [variable]);
          for (const gradient of gradients) adam.step({ [variable.name]: tensorOf(gradient) }, 0.1);
          const end = tf.add(variable, 0);
          adam.dispose();
          variable.dispose();
          return [end];
        });
      }),
      property,
    );
  });

  it('draws the same dropout masks as every backend', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 - 1 }), fc.integer({ min: 1, max: 50 }), (seed, size) => {
        assertSameAsComposed(() => [dropoutMask(tf, { shape: [size], rate: 0.3, seed })]);
      }),
      property,
    );
  });

  it('drops the share asked for and keeps the mean', () => {
    tf.tidy(() => {
      const values = dropoutMask(tf, { shape: [100, 1000], rate: 0.25, seed: 9 }).dataSync();
      const zeros = values.filter((value) => value === 0).length;
      assert.ok(Math.abs(zeros - 25_000) < 500, `${zeros} zeros`); // 3.6 standard deviations
      assert.ok(values.every((value) => value === 0 || value === Math.fround(4 / 3)));
    });
  });

  it('gives the gradient of ReLU, which is 0 at 0', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 40 }), (seed, size) => {
        const rng = createRng(seed);
        const x = normals(rng, [size], 'int32');
        const weights = normals(rng, [size]);
        assertSameAsComposed(() => [
          tf.grad((input: Tensor) => tf.sum(tf.mul(tf.relu(input), tensorOf(weights))))(tensorOf(x)),
        ]);
      }),
      property,
    );
  });
});
