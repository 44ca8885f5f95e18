import type { LabelSource, SkippedCounts, UnreadableImage } from './dataset';
import type { IssueFilter } from './issueFilter';
import type { BackendInfo, TrainingPlan } from './trainingPlan';

/** Seconds spent in each phase of a run. */
export interface RunSeconds {
  readonly discover: number;
  readonly decode: number;
  readonly train: number;
  readonly detect: number;
  readonly total: number;
}

/** A finished run: the content of `runs/<id>/run.json`. */
export interface RunSummary {
  readonly schema: 1;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly labelSource: LabelSource;
  readonly classes: readonly string[];
  /** Readable images: the rows of `results.csv` and of `predictions.npy`. */
  readonly images: number;
  readonly unreadable: readonly UnreadableImage[];
  readonly skipped: SkippedCounts;
  readonly suspects: number;
  readonly filterBy: IssueFilter;
  readonly backend: BackendInfo;
  readonly plan: TrainingPlan;
  readonly seconds: RunSeconds;
  readonly peakRssMb: number;
  readonly warnings: readonly string[];
}

/** One image of a finished run: a row of `results.csv` and of `scan --out`. Rank 1 is the most suspect. */
export interface ResultRow {
  readonly path: string;
  readonly givenLabel: string;
  readonly isLabelIssue: boolean;
  /** Probability that the given label is right, 0 (surely wrong) to 1 (surely right). */
  readonly labelQuality: number;
  /** The most probable label; of suspects, the most probable other one. */
  readonly predictedLabel: string;
  readonly predictedProbability: number;
  readonly rank: number;
}
