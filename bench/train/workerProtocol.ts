import type { BackendName } from '../../src/ml/backends/backendSpeeds';
import type { Speed, Workload } from './trainingRun';

/** To a worker process, as its first message. */
export interface WorkerOrder {
  readonly backend: BackendName;
  readonly wasmFolder: string;
  /** See `BackendRequest`. */
  readonly allowsSoftware: boolean;
  readonly workload: Workload;
  readonly runs: number;
  readonly secondsPerRun: number;
}

/** To a worker process that is ready: all start at the same time. */
export const GO = 'go';

/** From a worker process; both sides are one checkout. */
export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'unavailable'; readonly reason: string }
  | { readonly type: 'measured'; readonly speeds: readonly Speed[] };
