import assert from 'node:assert/strict';
import * as v from 'valibot';
import { LOSS_NAMES } from '../../../../src/core/run/trainingPlan';
import { trainingRecord } from '../../../../src/core/run/trainingRecord';
import { chooseLoss } from '../../../../src/ml/plan/lossChoice';
import { runSummarySchema } from '../../../../src/core/run/run';
import { sampleRun } from '../../review/sampleRun';

describe('the schema of run.json', () => {
  const run = sampleRun([]);

  for (const name of LOSS_NAMES)
    it(`keeps every parameter of the ${name} loss`, () => {
      const loss = chooseLoss({ preset: 'balanced', seed: 1, backend: 'auto', loss: name }, 10);
      const summary = { ...run, plan: { ...run.plan, loss } };
      assert.deepEqual(v.parse(runSummarySchema, JSON.parse(JSON.stringify(summary))), summary);
    });

  it('refuses a loss it does not know, and one without its parameter', () => {
    for (const loss of [{ name: 'huber' }, { name: 'early-learning', momentum: 0.7 }])
      assert.ok(!v.is(runSummarySchema, { ...run, plan: { ...run.plan, loss } }));
  });

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
});
