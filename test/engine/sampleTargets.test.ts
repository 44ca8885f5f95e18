import assert from 'node:assert/strict';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { createSampleTargets, type SampleTargets } from '../../src/ml/train/sampleTargets';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';
import { computeValues } from './computeValues';
import { openTestBackend } from './openTestBackend';

const LOSS = { name: 'early-learning', regularization: 3, momentum: 0.75 } as const;

describe('createSampleTargets', () => {
  let tf: TensorFlow;

  before(async function () {
    this.timeout(20_000);
    tf = await openTestBackend();
  });

  /** The targets of a batch after a step. */
  async function update(targets: SampleTargets, images: number[], probs: number[][]): Promise<number[]> {
    const members = Int32Array.from(images);
    const [next] = await computeValues(tf, () => [targets.next(tf, members, tf.tensor2d(probs))]);
    targets.keep(members, next!);
    return next!;
  }

  it('remembers nothing for losses without a memory', () => {
    const size = { imageCount: 3, classCount: 2 };
    assert.equal(createSampleTargets({ name: 'cross-entropy' }, size), undefined);
  });

  it('averages what is predicted for each image, by image, from 0', async () => {
    const targets = createSampleTargets(LOSS, { imageCount: 4, classCount: 2 })!;
    const { numTensors } = tf.memory();
    const expectClose = (actual: number[], expected: number[]) =>
      actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-6, `${value}`));

    expectClose(
      await update(
        targets,
        [2, 0],
        [
          [0.8, 0.2],
          [0.4, 0.6],
        ],
      ),
      [0.2, 0.05, 0.1, 0.15],
    );
    // Image 2 has been seen, image 3 has not.
    expectClose(
      await update(
        targets,
        [3, 2],
        [
          [0.5, 0.5],
          [0.4, 0.6],
        ],
      ),
      [0.125, 0.125, 0.75 * 0.2 + 0.1, 0.75 * 0.05 + 0.15],
    );
    assert.equal(tf.memory().numTensors, numTensors);
  });

  it('keeps targets off the corners, however sure the predictions are', async () => {
    const targets = createSampleTargets(LOSS, { imageCount: 1, classCount: 3 })!;
    for (let epoch = 0; epoch < 200; epoch++) {
      const [first, second, third] = await update(targets, [0], [[1, 0, 0]]);
      assert.ok(first! < 1 - 1e-4 && second! > 0 && third === second);
    }
  });

  it('are constants: no gradient flows through them', async () => {
    const targets = createSampleTargets(LOSS, { imageCount: 1, classCount: 2 })!;
    const [gradient] = await computeValues(tf, () => {
      const ofProbs = (probs: Tensor) =>
        tf.sum(tf.mul(targets.next(tf, Int32Array.of(0), probs as Tensor2D), probs)); // of the matrix below
      return [tf.grad(ofProbs)(tf.tensor2d([[0.8, 0.2]]))];
    });
    // Σ t p with t = 0.25 p: by p, as if t did not depend on it.
    [0.2, 0.05].forEach((slope, k) => assert.ok(Math.abs(gradient![k]! - slope) < 1e-6));
  });
});
