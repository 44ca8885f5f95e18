/** The boundary between `plan` and whoever runs its tasks: `plan.json` in a job folder. */
import * as v from 'valibot';
import { labelSourceSchema, skippedCountsSchema } from '../dataset/dataset';
import type { Immutable } from '../immutable';
import { analyzeRequestSchema } from '../run/analyzeRequest';
import { OPINIONS } from '../run/opinions';
import { messageSchema } from '../words/message';

/** In a job folder. */
export const PLAN_FILE = 'plan.json';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const taskSchema = v.object({
  /** Fit for the name of a file. */
  id: v.string(),
  /** Tasks that must be done before. */
  needs: v.array(v.string()),
  /** What a machine should have free for it. */
  cpus: v.number(),
  memoryMb: v.number(),
  /** Work in it, in images: the time that it takes grows with them. */
  images: count,
});
/** One piece of work, a pure function of files. */
export type JobTask = Immutable<v.InferOutput<typeof taskSchema>>;

const shardSchema = v.object({
  /** The first image. */
  first: count,
  count,
  /** Of their files, about. */
  bytes: v.number(),
  /** Changes with the images: their paths, labels and places, sizes and times of their files. */
  key: v.string(),
});
/** Images that one task decodes, one after the other in path order. */
export type Shard = Immutable<v.InferOutput<typeof shardSchema>>;

const formSchema = v.variant('kind', [
  v.object({ kind: v.literal('pixels'), size: v.number(), channels: v.picklist([1, 3]) }),
  /** An encoder that comes with the program, … */
  v.object({ kind: v.literal('built-in'), name: v.picklist(['lite0', 'lite2']), size: v.number() }),
  /** … or the absolute path of an ONNX file, and what is in it. */
  v.object({ kind: v.literal('onnx'), file: v.string(), sha256: v.string() }),
]);
/** What is made of every image. */
export type PlannedForm = Immutable<v.InferOutput<typeof formSchema>>;

const trainingSchema = v.object({
  by: v.picklist(OPINIONS),
  /** Models, one for each of the first folds. */
  models: count,
});

const folderStateSchema = v.object({ path: v.string(), mtimeMs: v.number() });

const datasetSchema = v.object({
  labelSource: labelSourceSchema,
  classes: v.array(v.string()),
  splits: v.array(v.string()),
  skipped: skippedCountsSchema,
  warnings: v.array(messageSchema),
  hasPlaces: v.boolean(),
  /** The folder of what had to be unpacked. */
  unpacked: v.optional(v.string()),
  /** Folders that hold images and files that hold labels, as they were: absolute, with their times. */
  sources: v.array(folderStateSchema),
});

const factsSchema = v.object({
  imageCount: count,
  classCount: count,
  smallestClass: count,
  medianImageSize: v.object({ width: v.number(), height: v.number() }),
  greyscale: v.boolean(),
  cores: count,
  pixelRoomBytes: v.optional(v.number()),
});

export const jobPlanSchema = v.object({
  schema: v.literal(1),
  /** The program that has made it: another version might decide otherwise. */
  version: v.string(),
  request: analyzeRequestSchema,
  images: count,
  dataset: datasetSchema,
  facts: factsSchema,
  sampleWarnings: v.array(messageSchema),
  /** SHA-256 of the decisions. */
  decisions: v.string(),
  forms: v.array(formSchema),
  /** Of the forms, the one for the checks, and to be shown. */
  shown: count,
  trainings: v.array(trainingSchema),
  shards: v.array(shardSchema),
  /** Images that a task compares with all others. */
  imagesOfPart: count,
  /**
   * The store or the cache is in a place that other machines need not see, as that of a read-only dataset is: the machine that
   * has made the plan is to make the run.
   */
  isMergedHere: v.boolean(),
  /** In an order in which they can be run one after the other. */
  tasks: v.array(taskSchema),
});
/** A search that is divided into tasks. */
export type JobPlan = Immutable<v.InferOutput<typeof jobPlanSchema>>;
