import * as v from 'valibot';
import type { Immutable } from '../immutable';
import { thingSchema } from '../words/thing';

export const similarRequestSchema = v.object({
  /** The dataset's folder, absolute. */
  root: v.string(),
  /** Where the store is when the dataset's folder cannot be written. */
  fallbackStore: v.string(),
  /** Where caches are, if not in the stores. */
  cacheFolder: v.optional(v.string()),
  /** The run that says which images there are; absent: the newest. */
  runId: v.optional(v.string()),
  /** Paths of the images that others are to be similar to, relative to `root`. */
  images: v.pipe(v.array(v.string()), v.minLength(1)),
  /** How many others to find at most. */
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Whether those found get thumbnails, to be shown. */
  thumbnails: v.optional(v.boolean()),
});
/** A search for the images of a dataset that look like some of them. */
export type SimilarRequest = Immutable<v.InferOutput<typeof similarRequestSchema>>;

const similarImageSchema = v.object({
  /** Its index in the run. */
  image: v.number(),
  path: v.string(),
  givenLabel: v.string(),
  /** To the images asked about: the cosine of embeddings, 1 for the same picture. */
  similarity: v.number(),
});
export type SimilarImage = Immutable<v.InferOutput<typeof similarImageSchema>>;

export const similarOutcomeSchema = v.object({
  runId: v.string(),
  /** Title of the encoder whose embeddings were compared. */
  encoder: v.string(),
  /** The images asked about, each once. */
  asked: v.array(similarImageSchema),
  /** The others, the most similar first. */
  found: v.array(similarImageSchema),
  /** Images of the run, and how many of them have no embedding. */
  images: v.number(),
  without: v.number(),
  /** What they are; absent: whole images. */
  thing: thingSchema,
});
export type SimilarOutcome = Immutable<v.InferOutput<typeof similarOutcomeSchema>>;
