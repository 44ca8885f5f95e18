import * as v from 'valibot';
import { checkSummarySchema } from '../dataset/imageChecks';
import type { Immutable } from '../immutable';
import { thingSchema } from '../words/thing';
import { OPINIONS } from './opinions';

/** Absent while there is too little to estimate from. */
const secondsLeft = v.optional(v.number());
const doneOfTotal = { done: v.number(), total: v.number() };
/** What is searched, once that is known. */
const ofThing = { thing: thingSchema };

const trainingProgressSchema = v.object({
  /** Whose training it is, where it is not the network's. */
  by: v.optional(v.picklist(OPINIONS)),
  fold: v.number(),
  folds: v.number(),
  epoch: v.number(),
  epochs: v.number(),
  /** Image-steps (images × epochs × folds, predictions included) done and to do. */
  ...doneOfTotal,
  imagesPerSecond: v.number(),
  secondsLeft,
  /** What the images' own checks have found meanwhile. */
  checks: v.optional(v.pick(checkSummarySchema, ['contradictions', 'leaks'])),
});
/** Progress over all folds together; `fold` and `epoch` (1-based) are those of the most recent step. */
export type TrainingProgress = Immutable<v.InferOutput<typeof trainingProgressSchema>>;

export const progressSchema = v.variant('phase', [
  v.object({ phase: v.literal('discover'), images: v.number() }),
  v.object({
    phase: v.literal('decode'),
    ...ofThing,
    ...doneOfTotal,
    unreadable: v.number(),
    /** Embeddings are made, too. */
    embedding: v.optional(v.boolean()),
    secondsLeft,
  }),
  v.object({ phase: v.literal('train'), ...ofThing, ...trainingProgressSchema.entries }),
  /** Predictions made elsewhere are read; `done` of `total` hundredths of the file. */
  v.object({ phase: v.literal('predictions'), ...ofThing, ...doneOfTotal }),
  /** Counts are of images, where they are compared with each other. */
  v.object({
    phase: v.literal('detect'),
    ...ofThing,
    done: v.optional(v.number()),
    total: v.optional(v.number()),
  }),
  v.object({ phase: v.literal('thumbnails'), ...ofThing, ...doneOfTotal }),
  /** Images are compared with some that others are to be similar to. */
  v.object({ phase: v.literal('compare'), ...doneOfTotal }),
  /** Files of the dataset are changed, as they were decided about. */
  v.object({ phase: v.literal('write'), ...doneOfTotal }),
  /** Tasks of a plan run on other machines; counts are of images, for each task has its share of work. */
  v.object({
    phase: v.literal('tasks'),
    ...doneOfTotal,
    tasksDone: v.number(),
    tasks: v.number(),
    secondsLeft,
  }),
]);
/** How far a run is, or the search for similar images. */
export type Progress = Immutable<v.InferOutput<typeof progressSchema>>;
