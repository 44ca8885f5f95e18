import type { DatasetIndex } from '../core/dataset/dataset';
import type { AnalyzeRequest } from '../core/run/analyzeRequest';
import type { Stopwatch } from '../core/stopwatch';
import type { ScanOptions } from '../core/run/scanOptions';
import type { Learner } from '../ml/train/learning';
import type { ReviewHistory } from './reviewHistory';
import type { StoreLocation } from '../store/location';

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
