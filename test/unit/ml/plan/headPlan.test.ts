import assert from 'node:assert/strict';
import { DEFAULT_SCAN_OPTIONS } from '../../../../src/core/run/scanOptions';
import { planHead, type HeadFacts } from '../../../../src/ml/plan/headPlan';

const FACTS: HeadFacts = {
  imageCount: 3000,
  classCount: 5,
  cores: 2,
  encoderSize: 160,
  embeddingWidth: 1728,
  isAlone: true,
};

describe('planHead', () => {
  it('has four models of ten epochs for a few thousand images', () => {
    const plan = planHead(FACTS, DEFAULT_SCAN_OPTIONS);
    const { network, folds, models, epochs, predictions, imageSize, embeddingWidth } = plan;
    assert.deepEqual(
      { network, folds, models, epochs, predictions, imageSize, embeddingWidth },
      {
        network: 'head',
        folds: 4,
        models: 4,
        epochs: 10,
        predictions: 'all-models',
        imageSize: 160,
        embeddingWidth: 1728,
      },
    );
    assert.equal(plan.loss.name, 'generalized-cross-entropy');
  });

  it('does less for each image of a large set', () => {
    const efforts = [20_001, 200_001, 1_000_000].map((imageCount) => {
      const { folds, models, epochs } = planHead({ ...FACTS, imageCount }, DEFAULT_SCAN_OPTIONS);
      return [folds, models, epochs];
    });
    assert.deepEqual(efforts, [
      [20, 2, 10],
      [20, 1, 3],
      [20, 1, 3],
    ]);
  });

  it('takes the options of training where no network is trained', () => {
    const options = { ...DEFAULT_SCAN_OPTIONS, epochs: 4, folds: 3, batchSize: 32, loss: 'focal' } as const;
    const alone = planHead(FACTS, options);
    assert.deepEqual([alone.epochs, alone.folds, alone.models, alone.batchSize], [4, 3, 3, 32]);
    assert.equal(alone.predictions, 'held-out');
    const beside = planHead({ ...FACTS, isAlone: false }, options);
    assert.deepEqual([beside.epochs, beside.folds, beside.batchSize], [10, 4, 128]);
    assert.equal(beside.loss.name, 'focal');
  });

  it('never leaves out more folds than there are images', () => {
    const { folds, models } = planHead({ ...FACTS, imageCount: 3 }, DEFAULT_SCAN_OPTIONS);
    assert.deepEqual([folds, models], [3, 3]);
  });
});
