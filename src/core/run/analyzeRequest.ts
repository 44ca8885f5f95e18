import * as v from 'valibot';
import { FORMAT_NAMES } from '../dataset/formats/formatNames';
import type { Immutable } from '../immutable';
import { ISSUE_FILTERS } from './issueFilter';
import { scanOptionsSchema } from './scanOptions';

export const labelsRequestSchema = v.object({
  /** Absolute, or relative to the working directory. */
  file: v.string(),
  /** Detected when absent, like `labelColumn`. */
  pathColumn: v.optional(v.string()),
  labelColumn: v.optional(v.string()),
});
/** Labels in a table. */
export type LabelsRequest = Immutable<v.InferOutput<typeof labelsRequestSchema>>;

export const predictionsRequestSchema = v.object({
  /** Absolute, like `orderFile`. */
  file: v.string(),
  /** A table with the path of each row's image, in the order of the rows; absent where something else tells. */
  orderFile: v.optional(v.string()),
  /** The column of paths in a table of predictions, when it is not clear. */
  pathColumn: v.optional(v.string()),
  /** Class of each column; absent: as the header says, or in sorted order. */
  classes: v.optional(v.array(v.string())),
});
/** Predictions made elsewhere. */
export type PredictionsRequest = Immutable<v.InferOutput<typeof predictionsRequestSchema>>;

export const analyzeRequestSchema = v.object({
  /** The dataset's folder, absolute. */
  root: v.string(),
  /** Absent: in the form that the folder has. */
  labels: v.optional(labelsRequestSchema),
  /** The form that the dataset has; absent: it is found out. */
  format: v.optional(v.picklist(FORMAT_NAMES)),
  /** To be reviewed instead of training; absent: a network is trained, as `options` say. */
  predictions: v.optional(predictionsRequestSchema),
  /** The models of the newest run go on learning, by its plan made short; `options` then say only how, not what. */
  retrain: v.optional(v.boolean()),
  /** Where the store goes when the dataset's folder cannot be written. */
  fallbackStore: v.string(),
  /** Where caches go, that of each dataset into a folder of its own; absent: into the store. */
  cacheFolder: v.optional(v.string()),
  options: scanOptionsSchema,
  filterBy: v.picklist(ISSUE_FILTERS),
});
/** One run to be made. */
export type AnalyzeRequest = Immutable<v.InferOutput<typeof analyzeRequestSchema>>;

export const analyzeOutcomeSchema = v.variant('status', [
  v.object({ status: v.literal('done'), runId: v.string(), storeFolder: v.string() }),
  v.object({ status: v.literal('cancelled') }),
]);
/** The results themselves are files: `runs/<runId>/` in `storeFolder`. */
export type AnalyzeOutcome = Immutable<v.InferOutput<typeof analyzeOutcomeSchema>>;
