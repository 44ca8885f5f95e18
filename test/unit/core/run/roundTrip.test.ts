import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { folderContentsSchema } from '../../../../src/core/dataset/folders/folderContents';
import { pixelsInMemory } from '../../../../src/core/dataset/pixelsInMemory';
import { analyzeOutcomeSchema } from '../../../../src/core/run/analyzeRequest';
import { suspectEvidenceSchema, typicalImagesSchema } from '../../../../src/core/run/evidence';
import { progressSchema } from '../../../../src/core/run/progress';
import { runSummarySchema } from '../../../../src/core/run/run';
import { DEFAULT_SCAN_OPTIONS } from '../../../../src/core/run/scanOptions';
import {
  LOSS_NAMES,
  MIRROR_CHOICES,
  PRESETS,
  trainingPlanSchema,
} from '../../../../src/core/run/trainingPlan';
import { completePlan, planTraining, type DatasetFacts } from '../../../../src/ml/plan/plan';
import { retrainPlan } from '../../../../src/ml/plan/retrainPlan';
import { sampleRun } from '../../review/sampleRun';
import { arbitraryOf } from '../arbitraryOf';

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('what crosses a boundary', () => {
  const schemas: Readonly<Record<string, v.GenericSchema>> = {
    'run.json': runSummarySchema,
    'a plan': trainingPlanSchema,
    progress: progressSchema,
    evidence: suspectEvidenceSchema,
    'typical images': typicalImagesSchema,
    'the content of a folder': folderContentsSchema,
    'the outcome of a run': analyzeOutcomeSchema,
  };
  for (const [name, schema] of Object.entries(schemas))
    it(`comes back as it was written: ${name}`, () => {
      fc.assert(
        fc.property(arbitraryOf(schema), (written) => {
          const read = v.parse(schema, asJson(written));
          assertKept(asJson(written), read);
          assert.deepEqual(v.parse(schema, asJson(read)), read);
          assert.deepEqual(v.parse(schema, withMore(asJson(written))), read, 'more than is known');
        }),
        { seed: 1 },
      );
    });

  for (const loss of LOSS_NAMES)
    it(`comes back as it was planned: ${loss}`, () => {
      const images = pixelsInMemory({ data: new Uint8Array(2 * 64), height: 8, width: 8, channels: 1 });
      const data = { images, labels: Int32Array.of(0, 1), classCount: 2 };
      for (const preset of PRESETS)
        for (const choice of MIRROR_CHOICES) {
          const planned = planTraining(FACTS, { ...DEFAULT_SCAN_OPTIONS, preset, loss });
          const plan = completePlan(planned, { ...data, choice });
          for (const each of [plan, retrainPlan(plan, { cores: 2 })])
            assert.deepEqual(v.parse(trainingPlanSchema, asJson(each)), each);
        }
    });

  it('is refused where a variant is not known', () => {
    const run = sampleRun([]);
    const withPlan = (plan: object) => ({ ...run, plan: { ...run.plan, ...plan } });
    for (const unknown of [
      { ...run, backend: { name: 'quantum', reason: '' } },
      { ...run, filterBy: 'gut_feeling' },
      { ...run, schema: 3 },
      withPlan({ preset: 'endless' }),
      withPlan({ loss: { name: 'huber' } }),
      withPlan({ loss: { name: 'early-learning', momentum: 0.7 } }),
    ])
      assert.ok(!v.is(runSummarySchema, asJson(unknown)));
    assert.ok(!v.is(progressSchema, { phase: 'waiting' }));
  });
});

const FACTS: DatasetFacts = {
  imageCount: 3000,
  classCount: 10,
  smallestClass: 280,
  medianImageSize: { width: 28, height: 28 },
  greyscale: true,
  cores: 2,
};

/** Fails where something that was written is not read; defaults may have come. */
function assertKept(written: unknown, read: unknown): void {
  if (typeof written !== 'object' || written === null) {
    assert.equal(read, written);
    return;
  }
  assert.ok(typeof read === 'object' && read !== null);
  const values = new Map(Object.entries(read));
  for (const [key, value] of Object.entries(written)) assertKept(value, values.get(key));
}

/** Every object with a property more, as a later version may write it; not the open map of a message's arguments. */
function withMore(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withMore);
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
    key,
    key === 'args' ? item : withMore(item),
  ]);
  return { ...Object.fromEntries(entries), fromLater: 1 };
}
