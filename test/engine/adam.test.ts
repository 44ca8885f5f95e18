import assert from 'node:assert/strict';
import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import { createRng } from '../../src/core/rng';
import { createAdam } from '../../src/ml/train/adam';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';
import { openTestBackend } from './openTestBackend';

describe('adam', () => {
  let tf: TensorFlow;

  before(async function () {
    this.timeout(20_000);
    tf = await openTestBackend();
  });

  it('takes the two steps computed by hand', async () => {
    const variable = tf.variable(tf.tensor1d([1, -2]));
    const adam = createAdam(tf, [variable]);
    const step = (gradient: number[], learningRate: number) =>
      tf.tidy(() => adam.step({ [variable.name]: tf.tensor1d(gradient) }, learningRate));

    // The first step is learningRate · sign(gradient): both bias corrections cancel the decays.
    step([0.5, -4], 0.1);
    assertClose(await variable.data(), [0.9, -1.9]);

    // First value: mean 0.9·0.05 − 0.1·0.5 = −0.005, corrected −0.005/0.19 = −0.0263158; square
    // 0.999·0.00025 + 0.001·0.25 = 0.00049975, corrected 0.00049975/0.001999 = 0.25, root 0.5;
    // step 0.2 · −0.0263158 / 0.5 = −0.0105263.
    // Second value: mean 0.9·−0.4 + 0 = −0.36, corrected −1.8947368; square 0.999·0.016 = 0.015984, corrected
    // 7.9959980, root 2.8277196; step 0.2 · −1.8947368 / 2.8277196 = −0.1340116.
    step([-0.5, 0], 0.2);
    assertClose(await variable.data(), [0.9105263, -1.7659884]);

    adam.dispose();
    variable.dispose();
  });

  it('follows algorithm 1 of the paper over many steps and several variables', async () => {
    const rng = createRng(4);
    const lengths = [3, 1];
    const expected = lengths.map((length) => Array.from({ length }, () => rng.normal()));
    const variables = expected.map((values) => tf.variable(tf.tensor1d(values)));
    const means = lengths.map((length) => new Float64Array(length));
    const squares = lengths.map((length) => new Float64Array(length));
    const adam = createAdam(tf, variables);
    for (let t = 1; t <= 30; t++) {
      const learningRate = 0.01 * (1 + (t % 5));
      const gradients = lengths.map((length) => Array.from({ length }, () => rng.normal()));
      tf.tidy(() => {
        const named: NamedTensorMap = {};
        variables.forEach(({ name }, i) => (named[name] = tf.tensor1d(gradients[i]!)));
        adam.step(named, learningRate);
      });
      gradients.forEach((gradient, i) =>
        gradient.forEach((value, at) => {
          means[i]![at] = 0.9 * means[i]![at]! + 0.1 * value;
          squares[i]![at] = 0.999 * squares[i]![at]! + 0.001 * value ** 2;
          const mean = means[i]![at] / (1 - 0.9 ** t);
          const square = squares[i]![at] / (1 - 0.999 ** t);
          expected[i]![at]! -= (learningRate * mean) / (Math.sqrt(square) + 1e-8);
        }),
      );
    }
    for (const [i, variable] of variables.entries()) assertClose(await variable.data(), expected[i]!);
    adam.dispose();
    tf.dispose(variables);
  });

  it('stays where it is without a gradient', async () => {
    const variable = tf.variable(tf.tensor1d([3]));
    const adam = createAdam(tf, [variable]);
    tf.tidy(() => adam.step({ [variable.name]: tf.tensor1d([0]) }, 1));
    assert.deepEqual([...(await variable.data())], [3]);
    adam.dispose();
    variable.dispose();
  });

  it('makes no tensors but its moments, and disposes of them but not of the variables', () => {
    const variable = tf.variable(tf.tensor1d([1, 2]));
    const { numTensors } = tf.memory();
    const adam = createAdam(tf, [variable]);
    const held = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) tf.tidy(() => adam.step({ [variable.name]: tf.tensor1d([1, 1]) }, 0.1));
    assert.equal(tf.memory().numTensors, held);
    adam.dispose();
    assert.equal(tf.memory().numTensors, numTensors);
    assert.equal(variable.isDisposed, false);
    variable.dispose();
  });
});

function assertClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expected.forEach((value, i) =>
    assert.ok(Math.abs(actual[i]! - value) < 1e-5, `${actual[i]!} instead of ${value}`),
  );
}
