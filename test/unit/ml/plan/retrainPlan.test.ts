import assert from 'node:assert/strict';
import { createRng } from '../../../../src/core/rng';
import { epochImages, imagesInEpoch } from '../../../../src/ml/train/epochImages';
import { planTraining } from '../../../../src/ml/plan/plan';
import { retrainPlan } from '../../../../src/ml/plan/retrainPlan';

const planOf = (imageCount: number) =>
  planTraining(
    {
      imageCount,
      classCount: 10,
      smallestClass: imageCount / 10,
      medianImageSize: { width: 28, height: 28 },
      greyscale: true,
      cores: 2,
    },
    { preset: 'balanced', encoder: 'auto', seed: 1, backend: 'auto' },
  );

describe('retrainPlan', () => {
  it('takes a tenth of the epochs, by a share of the images where that is less than one', () => {
    for (const images of [500, 6000, 60_000, 1_000_000]) {
      const first = planOf(images);
      const again = retrainPlan(first, { cores: 2 });
      const share = (again.epochs * again.epochShare!) / first.epochs;
      assert.ok(share > 0.05 && share <= 0.15, `${images}: ${share}`);
      assert.equal(again.delayEpochs, 0);
      for (const name of ['network', 'imageSize', 'channels', 'folds', 'models', 'seed'] as const)
        assert.equal(again[name], first[name]);
    }
  });

  it('does not become shorter every time', () => {
    const once = retrainPlan(planOf(6000), { cores: 2 });
    assert.deepEqual(retrainPlan(once, { cores: 2 }), once);
  });
});

describe('epochImages', () => {
  const trainOn = Int32Array.from({ length: 100 }, (_, i) => i + 50);
  const isChanged = new Uint8Array(200);
  isChanged[60] = isChanged[140] = 1;
  const choice = { epochShare: 0.25, warmStart: { isChanged } };

  it('holds what has changed and a share of the rest, each once, anew in every epoch', () => {
    const rng = createRng(3);
    const order = trainOn.slice();
    const epochs = [epochImages(order, choice, rng), epochImages(order, choice, rng)];
    for (const images of epochs) {
      assert.equal(images.length, imagesInEpoch(trainOn, choice));
      assert.equal(images.length, 2 + 25);
      assert.equal(new Set(images).size, images.length);
      assert.ok(images.includes(60) && images.includes(140));
      assert.ok(images.every((image) => image >= 50 && image < 150));
    }
    assert.notDeepEqual(epochs[0], epochs[1]);
  });

  it('is all images, shuffled, without a share', () => {
    const order = trainOn.slice();
    const images = epochImages(order, {}, createRng(3));
    assert.deepEqual(images.slice().sort(), trainOn);
    assert.notDeepEqual(images, trainOn);
  });
});
