import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pixelsInMemory } from '../../../../src/core/dataset/pixelsInMemory';
import { AppError } from '../../../../src/core/appError';
import type { ScanOptions } from '../../../../src/core/run/scanOptions';
import { LOSS_NAMES, PRESETS } from '../../../../src/core/run/trainingPlan';
import { completePlan, planTraining, type DatasetFacts } from '../../../../src/ml/plan/plan';

const facts: DatasetFacts = {
  imageCount: 3000,
  classCount: 10,
  smallestClass: 280,
  medianImageSize: { width: 28, height: 28 },
  greyscale: true,
  cores: 2,
};
const options: ScanOptions = { preset: 'balanced', encoder: 'auto', seed: 1, backend: 'auto' };

describe('planTraining', () => {
  it('follows the authors for the paper preset', () => {
    const { network, imageSize, folds, epochs, batchSize, learningRate, schedule, distortion } = planTraining(
      { ...facts, medianImageSize: { width: 300, height: 200 } },
      { ...options, preset: 'paper' },
    );
    assert.deepEqual(
      { network, imageSize, folds, epochs, batchSize, learningRate, schedule, distortion },
      {
        network: 'paper',
        imageSize: 28,
        folds: 5,
        epochs: 10,
        batchSize: 64,
        learningRate: 1e-4,
        schedule: 'constant',
        distortion: 0,
      },
    );
  });

  it('lets every option of the user win', () => {
    const plan = planTraining(facts, {
      ...options,
      loss: 'blurry',
      gamma: 3,
      delayEpochs: 0,
      epochs: 7,
      folds: 3,
      imageSize: 41,
      seed: 99,
      workers: 2,
    });
    assert.deepEqual(plan.loss, { name: 'blurry', gamma: 3 });
    const { delayEpochs, epochs, folds, imageSize, seed, workers } = plan;
    assert.deepEqual([delayEpochs, epochs, folds, imageSize, seed, workers], [0, 7, 3, 41, 99, 2]);
    const cutoff = planTraining(facts, { ...options, cutoff: 0.3 });
    assert.deepEqual(cutoff.loss, { name: 'piecewise-zero', cutoff: 0.3 });
  });

  it('trains as many models as asked for, for some of the folds or for all', () => {
    const chosen = (more: Partial<ScanOptions>, imageCount = 3000) => {
      const { folds, models, predictions } = planTraining({ ...facts, imageCount }, { ...options, ...more });
      return [folds, models, predictions];
    };
    assert.deepEqual(chosen({ folds: 3 }), [3, 3, 'held-out']);
    assert.deepEqual(chosen({ folds: 10, models: 2 }), [10, 2, 'all-models']);
    assert.deepEqual(chosen({ models: 7 }), [7, 7, 'all-models']);
    assert.deepEqual(chosen({ models: 3 }, 60_000), [20, 3, 'all-models']);
    assert.throws(
      () => chosen({ folds: 2, models: 3 }),
      /"models" cannot be used: 3 are more than the 2 folds/,
    );
  });

  it('takes mirrors, distortion, batches and the learning rate as told', () => {
    const plan = planTraining(facts, { ...options, distortion: 0.2, batchSize: 7, learningRate: 0.01 });
    assert.deepEqual([plan.distortion, plan.batchSize, plan.learningRate], [0.2, 7, 0.01]);
    const data = {
      images: pixelsInMemory({ data: new Uint8Array(64), height: 8, width: 8, channels: 1 }),
      labels: Int32Array.of(0),
      classCount: 2,
    };
    assert.deepEqual(completePlan(plan, { ...data, choice: 'both' }).mirrors, {
      horizontal: true,
      vertical: true,
    });
    assert.deepEqual(completePlan(plan, { ...data, choice: 'vertical' }).mirrors, {
      horizontal: false,
      vertical: true,
    });
    // Too few images to tell.
    assert.deepEqual(completePlan(plan, data).mirrors, { horizontal: false, vertical: false });
  });

  it('weighs the terms of other papers’ losses as they do, for few and for many classes, unless told otherwise', () => {
    const lossFor = (classCount: number, override: Partial<ScanOptions>) =>
      planTraining({ ...facts, classCount }, { ...options, ...override }).loss;
    const symmetric = { name: 'symmetric-cross-entropy' } as const;
    const activePassive = { name: 'active-passive' } as const;
    const earlyLearning = { name: 'early-learning' } as const;
    for (const [loss, few, many] of [
      [symmetric, { activeWeight: 0.1, passiveWeight: 1 }, { activeWeight: 6, passiveWeight: 0.1 }],
      [activePassive, { activeWeight: 1, passiveWeight: 1 }, { activeWeight: 10, passiveWeight: 0.1 }],
      [earlyLearning, { regularization: 3, momentum: 0.7 }, { regularization: 7, momentum: 0.9 }],
    ] as const) {
      assert.deepEqual(lossFor(10, { loss: loss.name }), { ...loss, ...few });
      assert.deepEqual(lossFor(100, { loss: loss.name }), { ...loss, ...many });
    }
    assert.deepEqual(lossFor(10, { loss: 'active-passive', activeWeight: 0, passiveWeight: 7 }), {
      ...activePassive,
      activeWeight: 0,
      passiveWeight: 7,
    });
    assert.deepEqual(lossFor(10, { loss: 'early-learning', regularization: 5 }), {
      ...earlyLearning,
      regularization: 5,
      momentum: 0.7,
    });
  });

  it('chooses no loss that would unlearn at probability 1/K, for any number of classes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 1000 }),
        fc.constantFrom(...LOSS_NAMES),
        fc.constantFrom(...PRESETS),
        fc.integer({ min: 4, max: 1_000_000 }),
        (classCount, loss, preset, imageCount) => {
          const plan = planTraining({ ...facts, classCount, imageCount }, { ...options, preset, loss });
          assert.ok(plan.delayEpochs < plan.epochs || plan.delayEpochs === 0);
          // ∂BL/∂log p = −p^γ (1 + γ log p) keeps its sign well below p = 1/K, and piecewise-zero its gradient there.
          if (plan.loss.name === 'blurry') assert.ok(1 - plan.loss.gamma * Math.log(10 * classCount) > 0);
          if (plan.loss.name === 'piecewise-zero') assert.ok(plan.loss.cutoff < 1 / classCount);
        },
      ),
      { seed: 1 },
    );
  });

  it('trains small sets longer and large ones shorter', () => {
    const epochsFor = (imageCount: number) => planTraining({ ...facts, imageCount }, options).epochs;
    assert.ok(epochsFor(500) > epochsFor(3000));
    assert.ok(epochsFor(3000) > epochsFor(60_000));
    assert.ok(epochsFor(1_000_000) >= 2);
  });

  it('trains longer on colour than on grey images', () => {
    const epochsFor = (greyscale: boolean) => planTraining({ ...facts, greyscale }, options).epochs;
    assert.ok(epochsFor(false) > epochsFor(true));
  });

  it('sees images at about their own size', () => {
    const sizeFor = (width: number, height: number) =>
      planTraining({ ...facts, medianImageSize: { width, height } }, options).imageSize;
    assert.equal(sizeFor(28, 28), 28);
    assert.equal(sizeFor(10, 12), 28);
    assert.equal(sizeFor(32, 32), 32);
    assert.equal(sizeFor(640, 480), 64);
  });

  it('sees very many images at a smaller size where the disk is too small for more', () => {
    const sizeOf = (imageCount: number, some: Partial<DatasetFacts> = {}) =>
      planTraining(
        { ...facts, imageCount, greyscale: false, medianImageSize: { width: 640, height: 480 }, ...some },
        options,
      ).imageSize;
    const counts = [100_000, 300_000, 600_000, 1_000_000, 2_000_000];
    const sizes = (pixelRoomBytes?: number) => counts.map((count) => sizeOf(count, { pixelRoomBytes }));
    assert.deepEqual(sizes(), [64, 64, 64, 64, 48]);
    assert.deepEqual(sizes(1e12), sizes());
    assert.deepEqual(sizes(16e9), [64, 64, 64, 48, 32]);
    // As many as memory holds instead.
    assert.deepEqual(sizes(0), [64, 48, 32, 28, 28]);
    assert.equal(sizeOf(500_000, { greyscale: true, pixelRoomBytes: 0 }), 64);
  });

  it('never makes more parts than there are images', () => {
    const plan = planTraining({ ...facts, imageCount: 3, classCount: 2, cores: 64 }, options);
    assert.ok(plan.folds <= 3);
    assert.ok(plan.models <= plan.folds);
  });

  const bad: readonly [string, Partial<ScanOptions>][] = [
    ['folds', { folds: 3001 }],
    ['learningRate', { learningRate: 0 }],
    ['distortion', { distortion: 2 }],
    ['batchSize', { batchSize: 0 }],
    ['cutoff', { cutoff: 1.5 }],
    ['gamma', { gamma: -1 }],
    ['activeWeight', { activeWeight: NaN }],
    ['passiveWeight', { passiveWeight: -0.1 }],
    ['regularization', { regularization: Infinity }],
    ['delay', { delayEpochs: 9, epochs: 8 }],
    ['epochs', { epochs: 0 }],
    ['imageSize', { imageSize: 4 }],
    ['workers', { workers: 0 }],
  ];
  for (const [name, override] of bad)
    it(`refuses an impossible ${name}, naming it`, () => {
      assert.throws(
        () => planTraining(facts, { ...options, ...override }),
        (error) => error instanceof AppError && error.code === 'bad-setting' && error.message.includes(name),
      );
    });
});
