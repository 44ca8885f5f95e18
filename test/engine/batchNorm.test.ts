import assert from 'node:assert/strict';
import type { Rank, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { createRng, type Rng } from '../../src/core/rng';
import { BATCH_NORM_EPSILON, batchStatistics, normalizeBatch } from '../../src/ml/network/batchNorm';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';
import { computeValues } from './computeValues';
import { openTestBackend } from './openTestBackend';

const SHAPES: readonly (readonly [number, number])[] = [
  [2, 1],
  [7, 3],
  [33, 5],
  [128, 16],
];

describe('batch normalisation', () => {
  let tf: TensorFlow;

  before(async function () {
    this.timeout(20_000);
    tf = await openTestBackend();
  });

  type Apply = (x: Tensor2D, scale: Tensor1D, offset: Tensor1D) => Tensor2D;

  const ours: Apply = (x, scale, offset) =>
    normalizeBatch(tf, x, { scale, offset, statistics: batchStatistics(tf, x) });

  /** The definition in plain operations, which tfjs differentiates one by one. */
  const composed: Apply = (x, scale, offset) => {
    const mean = tf.mean(x, 0);
    const centred = tf.sub(x, mean);
    const variance = tf.mean(tf.square(centred), 0);
    const normalized = tf.div(centred, tf.sqrt(tf.add(variance, BATCH_NORM_EPSILON)));
    return tf.add(tf.mul(normalized, scale), offset);
  };

  interface Inputs {
    readonly x: Tensor2D;
    readonly scale: Tensor1D;
    readonly offset: Tensor1D;
    readonly weights: Tensor2D;
  }

  function inputsOf(rng: Rng, [rows, columns]: readonly [number, number]): Inputs {
    const draw = (length: number, by = 1, from = 0) =>
      Float32Array.from({ length }, () => rng.normal() * by + from);
    return {
      x: tf.tensor2d(draw(rows * columns, 3, 2), [rows, columns]),
      scale: tf.tensor1d(draw(columns, 0.5, 1)),
      offset: tf.tensor1d(draw(columns)),
      weights: tf.tensor2d(draw(rows * columns), [rows, columns]),
    };
  }

  /** Output and the three gradients of a weighted sum of it. */
  function runBoth(apply: Apply, { x, scale, offset, weights }: Inputs): Tensor[] {
    const gradients = tf.grads((...args: Tensor[]) => {
      const [a, b, c] = args as [Tensor2D, Tensor1D, Tensor1D]; // as passed below
      return tf.sum(tf.mul(apply(a, b, c), weights));
    })([x, scale, offset]);
    return [apply(x, scale, offset), ...gradients];
  }

  for (const shape of SHAPES)
    it(`has the output and gradients of its definition on ${shape.join('×')}`, async () => {
      const before = tf.memory().numTensors;
      const results = await computeValues(tf, () => {
        const inputs = inputsOf(createRng(5), shape);
        const [actual, expected] = [runBoth(ours, inputs), runBoth(composed, inputs)];
        assert.deepEqual(
          actual.map((tensor) => tensor.shape),
          expected.map((tensor) => tensor.shape),
        );
        return [...actual, ...expected];
      });
      ['y', 'dx', 'dscale', 'doffset'].forEach((what, i) => assertClose(results[i]!, results[4 + i]!, what));
      assert.equal(tf.memory().numTensors, before);
    });

  it('gives each column mean 0 and variance 1', async () => {
    const [mean, variance] = await computeValues(tf, () => {
      const { x } = inputsOf(createRng(6), [50, 4]);
      const y = ours(x, tf.ones([4]), tf.zeros([4]));
      const statistics = batchStatistics(tf, y);
      return [statistics.mean, statistics.variance];
    });
    assertClose(mean!, [0, 0, 0, 0], 'mean');
    for (const value of variance!) assert.ok(Math.abs(value - 1) < 1e-3, `${value}`);
  });

  it('has the variance without Bessel’s correction', async () => {
    const [mean, variance] = await computeValues(tf, () => {
      const statistics = batchStatistics(tf, tf.tensor2d([1, 10, 3, 10, 5, 16], [3, 2]));
      return [statistics.mean, statistics.variance];
    });
    assertClose(mean!, [3, 12], 'mean');
    assertClose(variance!, [8 / 3, 8], 'variance');
  });

  it('turns a column without variation into its offset, with finite gradients', async () => {
    const [offsets, y, ...gradients] = await computeValues(tf, () => {
      const inputs = { ...inputsOf(createRng(8), [6, 2]), x: tf.fill<Rank.R2>([6, 2], 4) };
      return [inputs.offset, ...runBoth(ours, inputs)];
    });
    y!.forEach((value, i) => assert.ok(Math.abs(value - offsets![i % 2]!) < 1e-6));
    assert.ok(gradients.flat().every(Number.isFinite));
  });
});

/** Within 1e-4, relative to the largest value. */
function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  const scale = Math.max(...Array.from(expected, Math.abs), 1);
  for (let i = 0; i < expected.length; i++)
    assert.ok(
      Math.abs(actual[i]! - expected[i]!) <= 1e-4 * scale,
      `${what}, value ${i}: ${actual[i]!} instead of ${expected[i]!}`,
    );
}
