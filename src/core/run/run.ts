import * as v from 'valibot';
import { labelSourceSchema, skippedCountsSchema, unreadableImageSchema } from '../dataset/dataset';
import { checkSummarySchema } from '../dataset/imageChecks';
import type { ImagePlace } from '../dataset/imagePlace';
import type { Immutable } from '../immutable';
import { countEstimateSchema } from '../labelNoise/errorEstimate';
import type { ImageIndex, Rank } from '../spaces';
import { suspectsComparisonSchema } from './compareSuspects';
import { unplacedDecisionSchema } from '../review/placement';
import { ISSUE_FILTERS } from './issueFilter';
import { memorizationSchema } from './memorization';
import { opinionsSchema } from './opinions';
import { backendInfoSchema, trainingPlanSchema } from './trainingPlan';
import { trainingRecordSchema } from './trainingRecord';
import { keptSentenceSchema } from '../words/message';
import { thingSchema } from '../words/thing';

const runSecondsSchema = v.object({
  discover: v.number(),
  decode: v.number(),
  train: v.number(),
  detect: v.number(),
  total: v.number(),
});
/** Seconds spent in each phase of a run. */
export type RunSeconds = Immutable<v.InferOutput<typeof runSecondsSchema>>;

/** What told which row of a predictions file belongs to which image. */
export const ROW_MATCHES = ['path-column', 'order-file', 'labels-file', 'sorted-paths'] as const;
export type RowMatch = (typeof ROW_MATCHES)[number];

const noiseSummarySchema = v.object({
  ...countEstimateSchema.entries,
  /** Of the suspects, the share that is expected to be wrong. */
  expectedPrecision: v.number(),
  /** Of all expected errors, the share that is among the suspects. */
  expectedRecall: v.number(),
  byClass: v.array(v.object({ label: v.string(), images: v.number(), ...countEstimateSchema.entries })),
  /** The most frequent expected errors. */
  pairs: v.array(v.object({ given: v.string(), suggested: v.string(), errors: v.number() })),
});
/** What a run expects of the labels. Bounds are of 95%; shares are 0–1. */
export type NoiseSummary = Immutable<v.InferOutput<typeof noiseSummarySchema>>;

/** Whether `id` is a plain name, as of every run: it becomes a part of paths. */
export const isRunId = (id: string): boolean => /^[A-Za-z0-9][\w-]*$/u.test(id);

const runFactsSchema = v.object({
  /** Up to 1 the results are `results.csv`, from 2 on `columns/`. Newer versions have another number, and are refused. */
  schema: v.picklist([1, 2]),
  id: v.pipe(v.string(), v.check(isRunId)),
  /** ISO 8601, UTC. */
  createdAt: v.string(),
  labelSource: labelSourceSchema,
  classes: v.array(v.string()),
  /** Readable images, of a scored run those with a prediction: the rows of every column and of `predictions.npy`. */
  images: v.number(),
  /** Images without a verdict, and why. */
  unreadable: v.array(unreadableImageSchema),
  /** Whether a column says where the images are; absent: all are whole files. */
  hasPlaces: v.optional(v.literal(true)),
  /** What the images are; absent: whole ones. */
  thing: thingSchema,
  skipped: skippedCountsSchema,
  suspects: v.number(),
  /** Images that may show none of the classes; absent where there were no embeddings to tell them by. */
  offTopic: v.optional(v.number()),
  /** Copies and faults; absent where the images were not decoded, and in runs of version 0.1.0. */
  checks: v.optional(checkSummarySchema),
  /** Top-level folders that the dataset is split into; absent in runs of version 0.1.0. */
  splits: v.optional(v.array(v.string())),
  /** Images that reviewers had decided about when the run was made; absent when none. */
  decided: v.optional(v.number()),
  /** Decisions that were not applied, as they are about something else; absent when none. */
  unplaced: v.optional(v.array(unplacedDecisionSchema)),
  /** What became of decisions where images, labels or the journal have changed; absent in runs of version 0.1.0. */
  decisionNotes: v.optional(v.array(keptSentenceSchema)),
  /** Absent in a first run. */
  comparison: v.optional(suspectsComparisonSchema),
  /** Absent in runs of version 0.1.0. */
  noise: v.optional(noiseSummarySchema),
  /** Whether the models have learnt labels by heart; absent where they predict only images that they have not seen. */
  memorization: v.optional(memorizationSchema),
  filterBy: v.picklist(ISSUE_FILTERS),
  seconds: runSecondsSchema,
  peakRssMb: v.number(),
  warnings: v.array(keptSentenceSchema),
});
/** What is known of every run. */
export type RunFacts = Immutable<v.InferOutput<typeof runFactsSchema>>;

const trainedRunSchema = v.object({
  ...runFactsSchema.entries,
  backend: backendInfoSchema,
  plan: trainingPlanSchema,
  /** By fold; absent in runs of version 0.1.0. */
  training: v.optional(v.array(trainingRecordSchema)),
  /** Absent in runs of versions before 0.2.0. */
  opinions: v.optional(opinionsSchema),
});
export type TrainedRun = Immutable<v.InferOutput<typeof trainedRunSchema>> & {
  readonly predictions?: undefined;
};

const scoredRunSchema = v.object({
  ...runFactsSchema.entries,
  /** Predictions made elsewhere that the run took over. `file` is an absolute path. */
  predictions: v.object({ file: v.string(), matchedBy: v.picklist(ROW_MATCHES) }),
});
/**
 * Nothing was trained: there is no backend and no plan, which old versions insist on, so that they leave it out. Its
 * `seconds.decode` went into reading the predictions.
 */
export type ScoredRun = Immutable<v.InferOutput<typeof scoredRunSchema>> & {
  readonly backend?: undefined;
  readonly plan?: undefined;
  readonly training?: undefined;
  readonly opinions?: undefined;
};

/** A finished run, the content of `runs/<id>/run.json`: of a network trained for it, or of predictions made elsewhere. */
export type RunSummary = TrainedRun | ScoredRun;

export const runSummarySchema: v.GenericSchema<unknown, RunSummary> = v.union([
  trainedRunSchema,
  scoredRunSchema,
]);

/** One image of a finished run as `scan --out` has it. Rank 1 is the most suspect. */
export interface TableRow {
  readonly path: string;
  readonly givenLabel: string;
  readonly isLabelIssue: boolean;
  /** Probability that the given label is right, 0 (surely wrong) to 1 (surely right). */
  readonly labelQuality: number;
  /** The most probable label; of suspects, the most probable other one, which the page calls the suggested label. */
  readonly predictedLabel: string;
  readonly predictedProbability: number;
  readonly rank: number;
  /** Whether it shows none of the classes; absent where that is not known. */
  readonly offTopic?: OffTopic | undefined;
  /** Absent: the whole file at the path. */
  readonly place?: ImagePlace | undefined;
}

/** Whether an image shows none of the classes. */
export interface OffTopic {
  /** 0 to 1 (surely none of them). */
  readonly score: number;
  readonly isFlagged: boolean;
}

/** One image of a finished run. */
export interface ResultRow extends TableRow {
  readonly image: ImageIndex;
  readonly rank: Rank;
  /** Of its file; absent where it is not known, or not asked for. */
  readonly contentHash?: string | undefined;
}

/** The images of a run that a review is about. */
export interface ReviewImages {
  /** The suspects, and the images that the checks have found something about: mostly a small part of all. In rank order. */
  readonly rows: readonly ResultRow[];
  /** Wrong labels to expect among the others: the sum of their probabilities. */
  readonly otherErrors: number;
}
