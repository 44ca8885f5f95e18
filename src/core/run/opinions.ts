import * as v from 'valibot';
import type { Immutable } from '../immutable';
import { keptSentenceSchema } from '../words/message';
import { trainingPlanSchema } from './trainingPlan';
import { trainingRecordSchema } from './trainingRecord';

/** Who can form an opinion of an image: a network trained on the images, or a head on what an encoder sees. */
export const OPINIONS = ['network', 'encoder'] as const;
export type OpinionName = (typeof OPINIONS)[number];

export const encoderInfoSchema = v.object({
  /** Changes with everything that changes an embedding; names the rows in the cache. */
  id: v.string(),
  /** What `--encoder` has to be for it: a name, or the path of a file. */
  name: v.string(),
  /** For people, e.g. `EfficientNet-Lite0`. */
  title: v.string(),
  /** Edge in pixels of the images that it sees; 0 where the embeddings were made elsewhere. */
  size: v.number(),
  /** Numbers in an embedding. */
  width: v.number(),
  /** The table that says whose each row is, where the embeddings were made elsewhere. */
  orderFile: v.optional(v.string()),
  trainedOn: v.optional(v.string()),
  licence: v.optional(v.string()),
});
/** The encoder of a run. */
export type EncoderInfo = Immutable<v.InferOutput<typeof encoderInfoSchema>>;

const opinionSchema = v.object({
  by: v.picklist(OPINIONS),
  /** Share in the mix, 0–1. */
  weight: v.number(),
  /** Share of the images whose given label is its most probable class, by models that have not seen them. */
  agreement: v.number(),
});
export type Opinion = Immutable<v.InferOutput<typeof opinionSchema>>;

export const opinionsSchema = v.object({
  formed: v.array(opinionSchema),
  leftOut: v.array(v.object({ by: v.picklist(OPINIONS), reason: keptSentenceSchema })),
  encoder: v.optional(encoderInfoSchema),
  /** How the head was trained; the run's own plan is the network's where there is one. */
  head: v.optional(v.object({ plan: trainingPlanSchema, training: v.array(trainingRecordSchema) })),
});
/** What a run's findings rest on. */
export type Opinions = Immutable<v.InferOutput<typeof opinionsSchema>>;
