/** The boundary between the schedule and its threads; both sides are one build, so messages are trusted. */
import type { AppErrorData } from '../../core/appError';
import type { BackendInfo } from '../../core/run/trainingPlan';
import type { Message } from '../../core/words/message';
import type { BackendName } from '../backends/backendSpeeds';
import type { ReplicaSeat } from '../replicas/sharedReplicaGroup';
import type { CheckpointPlace } from './checkpoint';
import type { FoldEvent } from './foldSchedule';
import type { FoldInputs } from './foldTask';

/** What every thread gets when it starts. The arrays are in shared memory: no copies. */
export interface FoldWorkerData extends FoldInputs {
  readonly checkpoints?: CheckpointPlace | undefined;
  readonly backend: BackendName;
  /** Why it was chosen, where the user did not. */
  readonly backendReason?: Message | undefined;
  /** The thread says how fast it trains, and trains nothing. */
  readonly measuresOnly?: boolean;
  readonly wasmFolder: string;
  /** See `BackendRequest`, as the next ones. */
  readonly packagesFolder?: string | undefined;
  readonly threads?: number | undefined;
  readonly allowsSoftware?: boolean | undefined;
}

/** To a thread: which fold to train. It closes when its port does. */
export interface FoldOrder {
  readonly fold: number;
  /** Its place among the threads that train the model together; absent: it does so by itself. */
  readonly seat?: ReplicaSeat | undefined;
}

/** From a thread. A crash is not a message: it arrives as the worker's `error` event. */
export type FoldMessage =
  | { readonly type: 'ready'; readonly backend: BackendInfo }
  | Extract<FoldEvent, { readonly type: 'resumed' | 'progress' | 'done' }>
  /** The thread can take another order. */
  | { readonly type: 'idle' }
  /** All that a thread says which only measures. */
  | { readonly type: 'measured'; readonly imagesPerSecond: number }
  /** An `AppError`, whose code would be lost as an `error` event. */
  | (AppErrorData & {
      readonly type: 'refused';
      /** The sentence; where the system is the cause, what that said. */
      readonly why: Message | string;
    });
