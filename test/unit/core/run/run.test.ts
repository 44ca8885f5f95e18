import assert from 'node:assert/strict';
import * as v from 'valibot';
import { trainingRecord } from '../../../../src/core/run/trainingRecord';
import { runSummarySchema } from '../../../../src/core/run/run';
import { sampleRun } from '../../review/sampleRun';

describe('the schema of run.json', () => {
  const run = sampleRun([]);

  it('keeps the training curves, with gaps where a value was not a number', () => {
    const record = trainingRecord({
      fold: 1,
      meanLoss: [2.302585093, NaN, Infinity],
      trainAccuracy: [0.1, 0.123456, 1],
    });
    assert.deepEqual(record, { fold: 1, meanLoss: [2.303, null, null], trainAccuracy: [0.1, 0.1235, 1] });
    const summary = { ...run, training: [record] };
    assert.deepEqual(v.parse(runSummarySchema, JSON.parse(JSON.stringify(summary))), summary);
  });

  it('reads the first runs of version 0.1.0, which had a model for every fold', () => {
    const { checks, splits, decided, noise, ...read } = v.parse(runSummarySchema, FIRST_RUN);
    assert.deepEqual([checks, splits, decided, noise], [undefined, undefined, undefined, undefined]);
    const { augment, ...plan } = FIRST_RUN.plan;
    const distortions = { distortion: 0, mirrors: { horizontal: false, vertical: false } };
    assert.deepEqual(read, {
      ...FIRST_RUN,
      plan: { ...plan, models: 3, predictions: 'held-out', ...distortions },
    });
    assert.ok(augment);
  });
});

/** As it was written, before a plan had `models`, `predictions`, `distortion` and `mirrors`. */
const FIRST_RUN = {
  schema: 1,
  id: '20261122-101500-a1b2',
  createdAt: '2026-11-22T10:15:00.000Z',
  labelSource: { kind: 'csv', file: '/data/labels.csv', pathColumn: 'path', labelColumn: 'label' },
  classes: ['cat', 'dog'],
  images: 598,
  unreadable: [{ path: 'a.png', givenLabel: 'cat', reason: 'it is cut off' }],
  skipped: { hidden: 1, notImages: 2, unlabelled: 0, missingFiles: 3 },
  suspects: 41,
  filterBy: 'prune_by_noise_rate',
  backend: { name: 'wasm', reason: 'no other backend is installed' },
  plan: {
    preset: 'balanced',
    network: 'compact',
    imageSize: 32,
    channels: 3,
    folds: 3,
    epochs: 12,
    batchSize: 128,
    learningRate: 0.003,
    schedule: 'one-cycle',
    loss: { name: 'blurry', gamma: 0.4 },
    delayEpochs: 4,
    augment: true,
    seed: 1,
    workers: 2,
  },
  seconds: { discover: 0.1, decode: 0.9, train: 31.2, detect: 0.2, total: 32.4 },
  peakRssMb: 512,
  warnings: [],
};
