import assert from 'node:assert/strict';
import { createSampleTargets } from '../../src/ml/sampleTargets';
import type { TensorFlow } from '../../src/ml/tensorFlow';
import { openTestBackend } from './openTestBackend';

const LOSS = { name: 'early-learning', regularization: 3, momentum: 0.75 } as const;

describe('createSampleTargets', () => {
  let tf: TensorFlow;

  before(async function () {
    this.timeout(20_000);
    tf = await openTestBackend();
  });

  it('remembers nothing for losses without a memory', () => {
    const size = { imageCount: 3, classCount: 2 };
    assert.equal(createSampleTargets({ name: 'cross-entropy' }, size), undefined);
  });

  it('averages what is predicted for each image, by image, from 0', () => {
    const targets = createSampleTargets(LOSS, { imageCount: 4, classCount: 2 })!;
    const { numTensors } = tf.memory();
    const update = (images: number[], probs: number[][]) =>
      tf.tidy(() => [...targets.update(tf, Int32Array.from(images), tf.tensor2d(probs)).dataSync()]);
    const expectClose = (actual: number[], expected: number[]) =>
      actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-6, `${value}`));

    expectClose(
      update(
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
      update(
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

  it('keeps targets off the corners, however sure the predictions are', () => {
    const targets = createSampleTargets(LOSS, { imageCount: 1, classCount: 3 })!;
    for (let epoch = 0; epoch < 200; epoch++)
      tf.tidy(() => {
        const [first, second, third] = targets
          .update(tf, Int32Array.of(0), tf.tensor2d([[1, 0, 0]]))
          .dataSync();
        assert.ok(first! < 1 - 1e-4 && second! > 0 && third === second);
      });
  });
});
