import assert from 'node:assert/strict';
import type { Rank } from '@tensorflow/tfjs-core';
import type { TrainingPlan } from '../../src/core/run/trainingPlan';
import { multiplyAddsPerImage, trainingCost } from '../../bench/detection/multiplyAdds';
import { createNetwork } from '../../src/ml/network/network';
import type { NetworkShape } from '../../src/ml/network/networkLayers';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';
import { sampleRun } from '../unit/review/sampleRun';
import { openTestBackend } from './openTestBackend';

describe('multiplyAddsPerImage', () => {
  it('is that of the paper’s network by hand', () => {
    const shape = { network: 'paper', imageSize: 28, channels: 1 } as const;
    const byHand = 26 * 26 * 32 * 9 + 24 * 24 * 64 * 288 + 9216 * 128 + 128 * 10;
    assert.equal(multiplyAddsPerImage(shape, 10), byHand);
  });

  it('is that of the compact network by hand', () => {
    const shape = { network: 'compact', imageSize: 28, channels: 3 } as const;
    const stages = 28 * 28 * 32 * 27 + 14 * 14 * 64 * 288 + 7 * 7 * 128 * 576;
    assert.equal(multiplyAddsPerImage(shape, 100), stages + 3 * 3 * 128 * 100);
  });

  describe('agrees with the kernels that a forward pass runs', () => {
    let tf: TensorFlow;

    before(async function () {
      this.timeout(20_000);
      tf = await openTestBackend();
    });

    for (const network of ['compact', 'paper'] as const)
      for (const [imageSize, channels, classCount] of [
        [28, 1, 10],
        [41, 3, 7],
        [64, 3, 2],
      ] as const)
        it(`${network}, ${imageSize}×${imageSize}×${channels}, ${classCount} classes`, async () => {
          const shape: NetworkShape = { network, imageSize, channels, classCount };
          const model = createNetwork(tf, shape, 1);
          const images = tf.zeros<Rank.R4>([1, imageSize, imageSize, channels]);
          const { kernels } = await tf.profile(() => model.forward(images, { kind: 'predict' }));
          images.dispose();
          model.dispose();
          const total = kernels.reduce((sum, { inputShapes, outputShapes, name }) => {
            // A product's size is the output's times the length of the sums it is made of.
            const [, second] = inputShapes;
            const summed = (second ?? []).slice(0, -1).reduce((product, size) => product * size, 1);
            const isProduct = /Conv2D|MatMul/.test(name);
            return sum + (isProduct ? tf.util.sizeFromShape(outputShapes[0]!) * summed : 0);
          }, 0);
          assert.equal(total, multiplyAddsPerImage(shape, classCount));
        });
  });
});

describe('trainingCost', () => {
  const plan = sampleRun([]).plan!;
  const costOf = (change: Partial<TrainingPlan>) =>
    trainingCost({ ...plan, ...change }, { imageCount: 100, classCount: 10 });

  it('counts training three times as dear as predicting', () => {
    // Of 9 epochs the last 3 predict.
    const { imageSteps, multiplyAdds } = costOf({ folds: 5, models: 5, epochs: 9 });
    assert.equal(imageSteps, 400 * 9 + 100 * 3);
    assert.equal(multiplyAdds, (3 * 400 * 9 + 100 * 3) * multiplyAddsPerImage(plan, 10));
  });

  it('trains a single fold on everything', () => {
    assert.equal(costOf({ folds: 1, models: 1, epochs: 2 }).imageSteps, 100 * 2 + 100);
  });

  it('counts what every model trains on and predicts', () => {
    const { imageSteps } = costOf({ folds: 10, models: 2, predictions: 'all-models', epochs: 3 });
    assert.equal(imageSteps, 2 * 90 * 3 + 2 * 100);
  });
});
