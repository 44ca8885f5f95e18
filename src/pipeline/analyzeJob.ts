import type { DatasetIndex } from '../core/dataset/dataset';
import type { IssueFilter } from '../core/run/issueFilter';
import type { Stopwatch } from '../core/stopwatch';
import type { ScanOptions } from '../core/run/trainingPlan';
import type { LabelsRequest } from '../dataset/discover';
import type { PredictionsRequest } from '../dataset/predictions/matchPredictions';
import type { Learner } from '../ml/train/learner';
import type { ReviewHistory } from './reviewHistory';
import type { StoreLocation } from '../store/location';

export interface AnalyzeRequest {
  /** The dataset's folder, absolute. */
  readonly root: string;
  /** Absent: a class per subfolder. */
  readonly labels?: LabelsRequest;
  /** Predictions made elsewhere; absent: a network is trained, as `options` say. */
  readonly predictions?: PredictionsRequest;
  /** The models of the newest run go on learning, by its plan made short; `options` then say only how, not what. */
  readonly retrain?: boolean | undefined;
  /** Where the store goes when the dataset's folder cannot be written. */
  readonly fallbackStore: string;
  readonly options: ScanOptions;
  readonly filterBy: IssueFilter;
}

/** What the pipeline needs from the process it runs in. */
export interface AnalyzeEnvironment {
  readonly createLearner: (options: ScanOptions, cacheFolder: string) => Learner;
  /** The built `decodeWorker.js`. */
  readonly decodeWorkerFile?: string;
  readonly cores: number;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** One run of the pipeline, once the dataset is discovered and its store locked. */
export interface AnalyzeJob {
  readonly index: DatasetIndex;
  readonly location: StoreLocation;
  readonly history: ReviewHistory;
  readonly request: AnalyzeRequest;
  readonly environment: AnalyzeEnvironment;
  readonly stopwatch: Stopwatch;
}
