import * as v from 'valibot';
import { mapFaults } from '../core/dataset/imageChecks';
import { ISSUE_FILTERS } from '../core/run/issueFilter';
import { ROW_MATCHES, type RunSummary } from '../core/run/run';
import { PRESETS } from '../core/run/trainingPlan';

const labelSource = v.variant('kind', [
  v.object({ kind: v.literal('folders') }),
  v.object({
    kind: v.literal('csv'),
    file: v.string(),
    pathColumn: v.string(),
    labelColumn: v.string(),
  }),
]);

const loss = v.variant('name', [
  v.object({ name: v.literal('cross-entropy') }),
  v.object({ name: v.picklist(['focal', 'blurry']), gamma: v.number() }),
  v.object({ name: v.literal('piecewise-zero'), cutoff: v.number() }),
  v.object({ name: v.literal('generalized-cross-entropy'), q: v.number() }),
  v.object({
    name: v.picklist(['symmetric-cross-entropy', 'active-passive']),
    activeWeight: v.number(),
    passiveWeight: v.number(),
  }),
  v.object({ name: v.literal('early-learning'), regularization: v.number(), momentum: v.number() }),
]);

const plan = v.pipe(
  v.object({
    preset: v.picklist(PRESETS),
    network: v.picklist(['compact', 'paper']),
    imageSize: v.number(),
    channels: v.picklist([1, 3]),
    folds: v.number(),
    // Absent in runs of version 0.1.0, which had a model for every fold.
    models: v.optional(v.number()),
    predictions: v.optional(v.picklist(['held-out', 'all-models']), 'held-out'),
    epochs: v.number(),
    epochShare: v.optional(v.number()),
    batchSize: v.number(),
    learningRate: v.number(),
    schedule: v.picklist(['one-cycle', 'constant']),
    loss,
    delayEpochs: v.number(),
    // Version 0.1.0 had `augment` instead of these two.
    distortion: v.optional(v.number(), 0),
    mirrors: v.optional(v.object({ horizontal: v.boolean(), vertical: v.boolean() }), {
      horizontal: false,
      vertical: false,
    }),
    seed: v.number(),
    workers: v.number(),
  }),
  v.transform((read) => ({ ...read, models: read.models ?? read.folds })),
);

const countEstimate = { errors: v.number(), low: v.number(), high: v.number() };

const noise = v.object({
  ...countEstimate,
  expectedPrecision: v.number(),
  expectedRecall: v.number(),
  byClass: v.array(v.object({ label: v.string(), images: v.number(), ...countEstimate })),
  pairs: v.array(v.object({ given: v.string(), suggested: v.string(), errors: v.number() })),
});

const memorization = v.object({
  heldOutImages: v.number(),
  heldOutAgreement: v.number(),
  seenAgreement: v.number(),
  isMemorized: v.boolean(),
});

const groupCounts = v.object({ groups: v.number(), images: v.number() });
const checks = v.object({
  duplicates: groupCounts,
  contradictions: groupCounts,
  leaks: groupCounts,
  faults: v.object(mapFaults(() => v.number())),
});

const recorded = v.array(v.nullable(v.number()));
const training = v.object({ fold: v.number(), meanLoss: recorded, trainAccuracy: recorded });

const comparison = v.object({
  runId: v.string(),
  appeared: v.number(),
  unchanged: v.number(),
  reviewed: v.number(),
  cleared: v.number(),
});

const facts = {
  schema: v.picklist([1, 2]),
  id: v.string(),
  createdAt: v.string(),
  labelSource,
  classes: v.array(v.string()),
  images: v.number(),
  unreadable: v.array(v.object({ path: v.string(), givenLabel: v.string(), reason: v.string() })),
  skipped: v.object({
    hidden: v.number(),
    notImages: v.number(),
    unlabelled: v.number(),
    missingFiles: v.number(),
  }),
  suspects: v.number(),
  checks: v.optional(checks),
  splits: v.optional(v.array(v.string())),
  decided: v.optional(v.number()),
  comparison: v.optional(comparison),
  noise: v.optional(noise),
  memorization: v.optional(memorization),
  filterBy: v.picklist(ISSUE_FILTERS),
  seconds: v.object({
    discover: v.number(),
    decode: v.number(),
    train: v.number(),
    detect: v.number(),
    total: v.number(),
  }),
  peakRssMb: v.number(),
  warnings: v.array(v.string()),
};

const trainedRun = v.object({
  ...facts,
  backend: v.object({ name: v.picklist(['tensorflow', 'webgpu', 'wasm']), reason: v.string() }),
  plan,
  training: v.optional(v.array(training)),
});

const scoredRun = v.object({
  ...facts,
  predictions: v.object({ file: v.string(), matchedBy: v.picklist(ROW_MATCHES) }),
});

/**
 * The content of `run.json`. A newer schema number is refused, so old versions never misread it; a
 * scored run lacks the plan that they insist on, so they leave it out.
 */
export const runSummarySchema: v.GenericSchema<unknown, RunSummary> = v.union([trainedRun, scoredRun]);
