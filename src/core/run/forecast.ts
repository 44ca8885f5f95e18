import * as v from 'valibot';
import { FORMAT_NAMES } from '../dataset/formats/formatNames';
import type { Immutable } from '../immutable';
import { thingSchema } from '../words/thing';
import { labelsRequestSchema } from './analyzeRequest';
import { scanOptionsSchema } from './scanOptions';
import { BACKENDS, PRESETS } from './trainingPlan';

export const forecastRequestSchema = v.object({
  /** The dataset's folder, absolute. */
  root: v.string(),
  /** Absent: in the form that the folder has. */
  labels: v.optional(labelsRequestSchema),
  format: v.optional(v.picklist(FORMAT_NAMES)),
  /** Where the store is when the dataset's folder cannot be written. */
  fallbackStore: v.string(),
  /** Where caches are, if not in the stores. */
  cacheFolder: v.optional(v.string()),
  options: scanOptionsSchema,
  /** Other datasets that have been searched here: how long that took tells how fast the machine is. */
  searched: v.array(v.string()),
});
/** What is asked before a run is made: how long it would take with each preset, and what would judge the images. */
export type ForecastRequest = Immutable<v.InferOutput<typeof forecastRequestSchema>>;

const presetForecastSchema = v.object({
  preset: v.picklist(PRESETS),
  /** Absent where nobody can tell: of an encoder of the user's own that has not been used here. */
  seconds: v.optional(v.number()),
  /** Whether a network is trained on the images. */
  network: v.boolean(),
  /** A built-in encoder by its name, or the path of a file; absent: none. */
  encoder: v.optional(v.string()),
});
export type PresetForecast = Immutable<v.InferOutput<typeof presetForecastSchema>>;

export const forecastSchema = v.object({
  images: v.number(),
  /** What they are; absent: whole images. */
  thing: thingSchema,
  classes: v.number(),
  presets: v.array(presetForecastSchema),
  /** Whether the times follow from what earlier runs took here. */
  isMeasured: v.boolean(),
  /** What the newest of those runs was computed by. */
  backend: v.optional(v.picklist(BACKENDS)),
});
export type Forecast = Immutable<v.InferOutput<typeof forecastSchema>>;
