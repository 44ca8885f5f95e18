import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chooseWorkers, layOutThreads, replicaSpeedup } from '../../../../src/ml/plan/threadLayout';

describe('chooseWorkers', () => {
  it('takes all cores for a model each, half of them for more threads than models, and what is asked for', () => {
    const chosen = (cores: number, models: number, workers?: number) =>
      chooseWorkers({ cores, models, workers });
    assert.deepEqual(
      [1, 2, 4, 8, 12, 16].map((cores) => chosen(cores, 4)),
      [1, 2, 4, 4, 6, 8],
    );
    assert.equal(chosen(0, 4), 1);
    assert.equal(chosen(2, 4, 8), 8);
    assert.equal(chosen(16, 4, 1), 1);
  });
});

describe('layOutThreads', () => {
  it('trains a model on each thread while there are no more threads than models', () => {
    for (let threads = 1; threads <= 4; threads++)
      assert.deepEqual(layOutThreads({ threads, models: 4, batchSize: 64 }), {
        models: threads,
        replicas: 1,
      });
  });

  it('shares the threads out where there are more', () => {
    assert.deepEqual(layOutThreads({ threads: 8, models: 4, batchSize: 64 }), { models: 4, replicas: 2 });
    assert.deepEqual(layOutThreads({ threads: 2, models: 1, batchSize: 32 }), { models: 1, replicas: 2 });
    assert.deepEqual(layOutThreads({ threads: 9, models: 4, batchSize: 64 }), { models: 4, replicas: 2 });
  });

  it('trains some of the models after others, where all at once would leave threads idle', () => {
    // All four at once would have one thread each, two at a time have three.
    assert.deepEqual(layOutThreads({ threads: 6, models: 4, batchSize: 64 }), { models: 2, replicas: 3 });
  });

  it('gives each thread some images of every batch', () => {
    assert.deepEqual(layOutThreads({ threads: 64, models: 2, batchSize: 33 }), { models: 2, replicas: 4 });
    for (const batchSize of [0, 1, 15])
      assert.deepEqual(layOutThreads({ threads: 8, models: 2, batchSize }), { models: 2, replicas: 1 });
  });

  it('never takes more threads than there are, and is never slower than a thread for each model', () => {
    const run = fc.record({
      threads: fc.integer({ min: 1, max: 128 }),
      models: fc.integer({ min: 1, max: 20 }),
      batchSize: fc.integer({ min: 0, max: 512 }),
    });
    fc.assert(
      fc.property(run, ({ threads, models, batchSize }) => {
        const layout = layOutThreads({ threads, models, batchSize });
        assert.ok(layout.models >= 1 && layout.replicas >= 1);
        assert.ok(layout.models * layout.replicas <= threads);
        const time = Math.ceil(models / layout.models) / replicaSpeedup(layout.replicas, batchSize);
        assert.ok(time <= Math.ceil(models / Math.min(models, threads)) + 1e-9);
      }),
    );
  });
});
