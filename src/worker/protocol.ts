/** The boundary between the extension host and the trainer process: JSON-RPC over Node's IPC channel. */
import * as v from 'valibot';
import { ISSUE_FILTERS } from '../core/run/issueFilter';
import { BACKEND_CHOICES, MIRROR_CHOICES, LOSS_NAMES, PRESETS } from '../core/run/trainingPlan';

export const PROTOCOL_VERSION = 2;

/** Requests, parent to child. Cancelling `analyze` is the standard JSON-RPC cancellation. */
export const REQUESTS = { initialize: 'initialize', inspect: 'inspect', analyze: 'analyze' } as const;
/** Notifications, child to parent. */
export const NOTIFICATIONS = { progress: 'progress', log: 'log' } as const;

const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));

export const initializeParamsSchema = v.object({ protocolVersion: v.number() });
export type InitializeParams = v.InferOutput<typeof initializeParamsSchema>;

export const initializeResultSchema = v.object({
  protocolVersion: v.number(),
  pid: v.number(),
  nodeVersion: v.string(),
});
export type InitializeResult = v.InferOutput<typeof initializeResultSchema>;

/** Which labels to use. Absent: a class per subfolder. `file` is absolute; columns are detected when absent. */
export const labelsRequestSchema = v.object({
  file: v.string(),
  pathColumn: v.optional(v.string()),
  labelColumn: v.optional(v.string()),
});
export type LabelsRequest = v.InferOutput<typeof labelsRequestSchema>;

export const inspectParamsSchema = v.object({ root: v.string() });
export type InspectParams = v.InferOutput<typeof inspectParamsSchema>;

/** What a folder offers: class subfolders, CSV files that look like labels, both or neither. */
export const inspectResultSchema = v.object({
  /** Class subfolders that hold at least one image. */
  classFolders: v.array(v.object({ name: v.string(), images: v.number() })),
  labelFiles: v.array(
    v.object({
      file: v.string(),
      columns: v.array(v.string()),
      /** Detected columns; absent when more than one or none fits. */
      pathColumn: v.optional(v.string()),
      labelColumn: v.optional(v.string()),
    }),
  ),
});
export type InspectResult = v.InferOutput<typeof inspectResultSchema>;

/** Strict: an option that is missing here must not be dropped in silence. */
export const scanOptionsSchema = v.strictObject({
  preset: v.picklist(PRESETS),
  loss: v.optional(v.picklist(LOSS_NAMES)),
  gamma: v.optional(v.number()),
  cutoff: v.optional(v.number()),
  activeWeight: v.optional(v.number()),
  passiveWeight: v.optional(v.number()),
  regularization: v.optional(v.number()),
  delayEpochs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  epochs: v.optional(positiveInteger),
  folds: v.optional(positiveInteger),
  models: v.optional(positiveInteger),
  batchSize: v.optional(positiveInteger),
  learningRate: v.optional(v.number()),
  distortion: v.optional(v.number()),
  mirrors: v.optional(v.picklist(MIRROR_CHOICES)),
  imageSize: v.optional(positiveInteger),
  seed: v.pipe(v.number(), v.integer()),
  workers: v.optional(positiveInteger),
  backend: v.picklist(BACKEND_CHOICES),
});

/** Predictions made elsewhere, to be reviewed instead of training. Paths are absolute. */
export const predictionsRequestSchema = v.object({
  file: v.string(),
  /** A table with the path of each row's image, in the order of the rows. */
  orderFile: v.optional(v.string()),
  pathColumn: v.optional(v.string()),
  /** Class of each column. */
  classes: v.optional(v.array(v.string())),
});
export type PredictionsRequest = v.InferOutput<typeof predictionsRequestSchema>;

export const analyzeParamsSchema = v.object({
  root: v.string(),
  labels: v.optional(labelsRequestSchema),
  /** Absent: a network is trained, as `options` say. */
  predictions: v.optional(predictionsRequestSchema),
  /** The models of the newest run go on learning, by its plan. */
  retrain: v.optional(v.boolean()),
  /** Where `.label-review` goes when the dataset's folder cannot be written. */
  fallbackStore: v.string(),
  options: scanOptionsSchema,
  filterBy: v.picklist(ISSUE_FILTERS),
});
export type AnalyzeParams = v.InferOutput<typeof analyzeParamsSchema>;

/** The results themselves are files: `runs/<runId>/` in `storeFolder`. */
export const analyzeResultSchema = v.variant('status', [
  v.object({ status: v.literal('done'), runId: v.string(), storeFolder: v.string() }),
  v.object({ status: v.literal('cancelled') }),
]);
export type AnalyzeResult = v.InferOutput<typeof analyzeResultSchema>;

const common = { secondsLeft: v.optional(v.number()) };
const groupCounts = v.object({ groups: v.number(), images: v.number() });
export const progressSchema = v.variant('phase', [
  v.object({ phase: v.literal('discover'), images: v.number() }),
  v.object({
    phase: v.literal('decode'),
    done: v.number(),
    total: v.number(),
    unreadable: v.number(),
    ...common,
  }),
  v.object({
    phase: v.literal('train'),
    fold: v.number(),
    folds: v.number(),
    epoch: v.number(),
    epochs: v.number(),
    done: v.number(),
    total: v.number(),
    imagesPerSecond: v.number(),
    checks: v.optional(v.object({ contradictions: groupCounts, leaks: groupCounts })),
    ...common,
  }),
  v.object({ phase: v.literal('predictions'), done: v.number(), total: v.number() }),
  v.object({ phase: v.literal('detect') }),
  v.object({ phase: v.literal('thumbnails'), done: v.number(), total: v.number() }),
]);

export const logSchema = v.object({ level: v.picklist(['info', 'warn', 'error']), message: v.string() });
export type LogMessage = v.InferOutput<typeof logSchema>;

/** Data attached to an error response: the code of an `AppError`. Absent for bugs. */
export const errorDataSchema = v.object({ code: v.string() });
