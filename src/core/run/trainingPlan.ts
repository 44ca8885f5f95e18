import * as v from 'valibot';
import type { Immutable } from '../immutable';
import { keptSentenceSchema } from '../words/message';

export const PRESETS = ['fast', 'balanced', 'thorough', 'paper'] as const;
export type Preset = (typeof PRESETS)[number];

export const BACKENDS = ['tensorflow', 'webgpu', 'wasm'] as const;
export type BackendName = (typeof BACKENDS)[number];

export const BACKEND_CHOICES = ['auto', ...BACKENDS] as const;
export type BackendChoice = (typeof BACKEND_CHOICES)[number];

export const backendInfoSchema = v.object({
  name: v.picklist(BACKENDS),
  reason: keptSentenceSchema,
});
/** A backend that is running, and why it was chosen over the others. */
export type BackendInfo = Immutable<v.InferOutput<typeof backendInfoSchema>>;

const loss = <const N extends string, P extends v.ObjectEntries>(name: N, parameters: P) =>
  v.object({ name: v.literal(name), ...parameters });

const weights = {
  activeWeight: v.number(),
  passiveWeight: v.number(),
};

/** Every loss and its parameters, in the order in which they are offered; formulas in `ml/train/losses.ts`. */
export const lossSchema = v.variant('name', [
  loss('piecewise-zero', { cutoff: v.number() }),
  loss('blurry', { gamma: v.number() }),
  loss('generalized-cross-entropy', { q: v.number() }),
  loss('symmetric-cross-entropy', weights),
  loss('active-passive', weights),
  loss('early-learning', { regularization: v.number(), momentum: v.number() }),
  loss('focal', { gamma: v.number() }),
  loss('cross-entropy', {}),
]);

/** A loss with its parameters. */
export type LossSpec = Immutable<v.InferOutput<typeof lossSchema>>;
export type LossName = LossSpec['name'];
export const LOSS_NAMES: readonly LossName[] = lossSchema.options.map(({ entries }) => entries.name.literal);

/** `auto` mirrors training images where their mirror images look alike. */
export const MIRROR_CHOICES = ['auto', 'none', 'horizontal', 'vertical', 'both'] as const;
export type MirrorChoice = (typeof MIRROR_CHOICES)[number];

const mirrorsSchema = v.object({
  /** Left and right exchanged. */
  horizontal: v.boolean(),
  /** Top and bottom exchanged. */
  vertical: v.boolean(),
});
/** Which mirror images of the training images may stand for the images themselves. */
export type Mirrors = Immutable<v.InferOutput<typeof mirrorsSchema>>;

const planEntries = {
  preset: v.picklist(PRESETS),
  /** `head`: a hidden layer on the embeddings of an encoder. */
  network: v.picklist(['compact', 'paper', 'head']),
  /** Edge in pixels of what the network, or the encoder before it, sees. */
  imageSize: v.number(),
  channels: v.picklist([1, 3]),
  /** Only of a head: numbers in an embedding. */
  embeddingWidth: v.optional(v.number()),
  /** Parts into which the images are dealt. Every model leaves one part out; a single fold leaves out none. */
  folds: v.number(),
  /** Models trained, one for each of the first folds: at most `folds`. Version 0.1.0 had a model for every fold. */
  models: v.optional(v.number()),
  /** Whose predictions an image is judged by: the model that has not seen it, or the mean over all models. */
  predictions: v.optional(v.picklist(['held-out', 'all-models']), 'held-out'),
  epochs: v.number(),
  /** Only of models that go on learning: of the images that have not changed, the share seen in an epoch. */
  epochShare: v.optional(v.number()),
  batchSize: v.number(),
  learningRate: v.number(),
  schedule: v.picklist(['one-cycle', 'constant']),
  loss: lossSchema,
  delayEpochs: v.number(),
  /** How far training images are turned, scaled and shifted, anew in every epoch: 0 (not at all) to 1. */
  distortion: v.optional(v.number(), 0),
  /** Version 0.1.0 had `augment` instead of this and `distortion`. */
  mirrors: v.optional(mirrorsSchema, { horizontal: false, vertical: false }),
  seed: v.number(),
  /** See `SCAN_OPTIONS`; on backends other than wasm there is one. */
  workers: v.number(),
};

export const trainingPlanSchema = v.pipe(
  v.object(planEntries),
  v.transform((read) => ({ ...read, models: read.models ?? read.folds })),
);
/** Every choice that decides what is trained, as `run.json` keeps it. */
export type TrainingPlan = Immutable<v.InferOutput<typeof trainingPlanSchema>>;
