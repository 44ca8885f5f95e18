import type { LabelSource, SkippedCounts, UnreadableImage } from '../dataset/dataset';
import type { MemorizationCheck } from './memorization';
import type { SuspectsComparison } from './compareSuspects';
import type { CountEstimate } from '../labelNoise/errorEstimate';
import type { CheckSummary } from '../dataset/imageChecks';
import type { IssueFilter } from './issueFilter';
import type { BackendInfo, TrainingPlan } from './trainingPlan';
import type { TrainingRecord } from './trainingRecord';
import type { ImageIndex, Rank } from '../spaces';

/** Seconds spent in each phase of a run. */
export interface RunSeconds {
  readonly discover: number;
  readonly decode: number;
  readonly train: number;
  readonly detect: number;
  readonly total: number;
}

/** What told which row of a predictions file belongs to which image. */
export const ROW_MATCHES = ['path-column', 'order-file', 'labels-file', 'sorted-paths'] as const;
export type RowMatch = (typeof ROW_MATCHES)[number];

/** Predictions made elsewhere that a run took over. `file` is an absolute path. */
export interface PredictionsSource {
  readonly file: string;
  readonly matchedBy: RowMatch;
}

/** A finished run, the content of `runs/<id>/run.json`: of a network trained for it, or of predictions made elsewhere. */
export type RunSummary = TrainedRun | ScoredRun;

export interface TrainedRun extends RunFacts {
  readonly backend: BackendInfo;
  readonly plan: TrainingPlan;
  /** By fold; absent in runs of version 0.1.0. */
  readonly training?: readonly TrainingRecord[] | undefined;
  readonly predictions?: undefined;
}

/** Nothing was trained: there is no backend and no plan. Its `seconds.decode` went into reading the predictions. */
export interface ScoredRun extends RunFacts {
  readonly predictions: PredictionsSource;
  readonly backend?: undefined;
  readonly plan?: undefined;
  readonly training?: undefined;
}

/** What a run expects of the labels, in `run.json`. Bounds are of 95 %; shares are 0–1. */
export interface NoiseSummary extends CountEstimate {
  /** Of the suspects, the share that is expected to be wrong. */
  readonly expectedPrecision: number;
  /** Of all expected errors, the share that is among the suspects. */
  readonly expectedRecall: number;
  readonly byClass: readonly ({ readonly label: string; readonly images: number } & CountEstimate)[];
  /** The most frequent expected errors. */
  readonly pairs: readonly { readonly given: string; readonly suggested: string; readonly errors: number }[];
}

/** What is known of every run. */
export interface RunFacts {
  /** Up to 1 the results are `results.csv`, from 2 on `columns/`. */
  readonly schema: 1 | 2;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly labelSource: LabelSource;
  readonly classes: readonly string[];
  /** Readable images, of a scored run those with a prediction: the rows of every column and of `predictions.npy`. */
  readonly images: number;
  /** Images without a verdict, and why. */
  readonly unreadable: readonly UnreadableImage[];
  readonly skipped: SkippedCounts;
  readonly suspects: number;
  /** Copies and faults; absent where the images were not decoded, and in runs of version 0.1.0. */
  readonly checks?: CheckSummary | undefined;
  /** Top-level folders that the dataset is split into; absent in runs of version 0.1.0. */
  readonly splits?: readonly string[] | undefined;
  /** Images that reviewers had decided about when the run was made; absent when none. */
  readonly decided?: number | undefined;
  /** Absent in a first run. */
  readonly comparison?: SuspectsComparison | undefined;
  /** Absent in runs of version 0.1.0. */
  readonly noise?: NoiseSummary | undefined;
  /** Whether the models have learnt labels by heart; absent where they predict only images that they have not seen. */
  readonly memorization?: MemorizationCheck | undefined;
  readonly filterBy: IssueFilter;
  readonly seconds: RunSeconds;
  readonly peakRssMb: number;
  readonly warnings: readonly string[];
}

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
}

/** One image of a finished run. */
export interface ResultRow extends TableRow {
  readonly image: ImageIndex;
  readonly rank: Rank;
}
