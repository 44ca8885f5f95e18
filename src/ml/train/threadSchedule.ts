import type { Worker } from 'node:worker_threads';
import { AppError } from '../../core/appError';
import { assertNever } from '../../core/assertNever';
import type { PixelStore } from '../../core/dataset/dataset';
import type { BackendChoice } from '../../core/run/trainingPlan';
import { message, wordKept, type Message } from '../../core/words/message';
import type { SpeedMemory } from '../backends/backendSpeeds';
import { fastestBackend } from '../backends/fastestBackend';
import { layOutThreads, ONE_THREAD, type ThreadLayout } from '../plan/threadLayout';
import { createReplicaSeats } from '../replicas/sharedReplicaGroup';
import { foldImageCounts, foldsOf, smallestBatch } from './epochImages';
import type { FoldOrder, FoldWorkerData } from './foldProtocol';
import type { FoldEvent, FoldJob, FoldSchedule } from './foldSchedule';
import type { FoldInputs } from './foldTask';
import { WorkerPool } from './workerPool';

export interface ThreadOptions {
  /** The built `foldWorker.js`. */
  readonly foldWorkerFile: string;
  readonly wasmFolder: string;
  /** See `BackendRequest`. */
  readonly packagesFolder?: string | undefined;
  readonly threads?: number | undefined;
  readonly backend: BackendChoice;
  /** Speeds measured before, for the backend `auto`. */
  readonly speeds: SpeedMemory;
  readonly log: (message: string) => void;
}

/**
 * Trains in `plan.workers` threads of this process. Up to a thread for each model, the result does not depend on their
 * number; with more, several train a model together, which changes the rounding of sums. The threads are gone when its
 * events have ended.
 * Its events throw AppError `backend-unavailable`, and what a thread died of.
 */
export function createThreadSchedule(options: ThreadOptions): FoldSchedule {
  return (job) => trainInThreads(job, options);
}

async function* trainInThreads(job: FoldJob, options: ThreadOptions): AsyncGenerator<FoldEvent> {
  const { signal } = job;
  const { folds = foldsOf(job.inputs.plan) } = job;
  const wasmLayout = layOutForWasm(job.inputs, folds);
  let data = await chooseBackend(workerDataOf(job, options), { options, wasmLayout, signal });
  let layout: ThreadLayout | undefined;
  let trained = 0;
  const dealer = new FoldDealer(folds);
  const pool = new WorkerPool(options.foldWorkerFile);
  try {
    const messages = pool.messages(signal);
    pool.add(data);
    for await (const [worker, said] of messages)
      switch (said.type) {
        case 'ready':
          if (layout === undefined) {
            // The first says which backend it runs on; the others follow.
            const { backend } = said;
            layout = backend.name === 'wasm' ? wasmLayout : ONE_THREAD;
            const together = layout.replicas === 1 ? '' : `, ${layout.replicas} threads for each model`;
            options.log(`Training on the ${backend.name} backend: ${wordKept(backend.reason)}${together}.`);
            for (let threads = 1; threads < layout.models * layout.replicas; threads++) pool.add(data);
            yield { type: 'started', backend };
          }
          dealer.addIdle(worker, layout.replicas);
          break;
        case 'idle':
          dealer.addIdle(worker, layout?.replicas ?? 1);
          break;
        case 'refused':
          // What was fastest when it was measured may not start any more.
          if (options.backend !== 'auto' || data.backend === 'wasm' || layout !== undefined)
            throw new AppError(said.code, said.sentence);
          data = fallBackToWasm(data, said.why);
          pool.add(data);
          break;
        case 'done':
          yield said;
          if (++trained === folds.length) return;
          break;
        case 'progress':
        case 'resumed':
          yield said;
          break;
        case 'measured':
          break; // heard by fastestBackend, whose threads these are
        default:
          assertNever(said);
      }
  } finally {
    await pool.dispose();
  }
}

/** Deals out the folds, one after the other, each to as many idle threads as train a model together. */
class FoldDealer {
  private readonly folds: readonly number[];
  private readonly idle: Worker[] = [];
  private dealt = 0;

  constructor(folds: readonly number[]) {
    this.folds = folds;
  }

  addIdle(worker: Worker, replicas: number): void {
    this.idle.push(worker);
    if (this.dealt === this.folds.length || this.idle.length < replicas) return;
    const fold = this.folds[this.dealt++]!;
    const members = this.idle.splice(0, replicas);
    const seats = replicas === 1 ? [] : createReplicaSeats(replicas);
    members.forEach((member, rank) => {
      const seat = seats[rank];
      member.postMessage({ fold, seat } satisfies FoldOrder, seat?.ports ?? []);
    });
  }
}

function workerDataOf({ inputs, checkpoints }: FoldJob, options: ThreadOptions): FoldWorkerData {
  const { backend, wasmFolder, packagesFolder, threads } = options;
  return {
    ...shareInputs(inputs),
    checkpoints,
    backend: backend === 'auto' ? 'wasm' : backend,
    // Only for those who have asked for it.
    allowsSoftware: backend === 'webgpu',
    wasmFolder,
    packagesFolder,
    threads,
  };
}

/** For `auto`: the fastest of those installed. @throws the signal's reason. */
async function chooseBackend(
  data: FoldWorkerData,
  run: {
    readonly options: ThreadOptions;
    readonly wasmLayout: ThreadLayout;
    readonly signal: AbortSignal;
  },
): Promise<FoldWorkerData> {
  const { options, wasmLayout, signal } = run;
  const { backend, foldWorkerFile, speeds } = options;
  if (backend !== 'auto') return data;
  signal.throwIfAborted();
  const fastest = await fastestBackend({ foldWorkerFile, data, wasmLayout, speeds, signal });
  signal.throwIfAborted();
  return { ...data, backend: fastest.name, backendReason: fastest.reason };
}

function fallBackToWasm(data: FoldWorkerData, why: Message | string): FoldWorkerData {
  const backendReason = message('backend-fails', { backend: data.backend, why });
  return { ...data, backend: 'wasm', backendReason };
}

/** Of the wasm backend; the others use all of their device by themselves. */
function layOutForWasm(inputs: FoldInputs, folds: readonly number[]): ThreadLayout {
  const { plan } = inputs;
  const batches = foldImageCounts(inputs, folds).map(({ trained }) => smallestBatch(trained, plan));
  return layOutThreads({ threads: plan.workers, models: folds.length, batchSize: Math.min(...batches) });
}

/** The inputs in memory that threads share: the fast way; they could as well be read from files (`foldFiles.ts`). */
function shareInputs(inputs: FoldInputs): FoldInputs {
  const { images, labels, reviewStatus, foldOf } = inputs;
  return {
    ...inputs,
    images: { ...images, store: shareStore(images.store) },
    labels: share(labels),
    reviewStatus: reviewStatus && share(reviewStatus),
    foldOf: share(foldOf),
  };
}

function shareStore(store: PixelStore): PixelStore {
  switch (store.kind) {
    case 'memory':
      return { ...store, data: share(store.data) };
    case 'file':
      return { ...store, places: share(store.places) };
    case 'files':
      return { ...store, fileOf: share(store.fileOf), places: share(store.places) };
  }
}

/** The array itself when it is in shared memory already, else a copy that is. */
function share<T extends Uint8Array | Int32Array>(array: T): T {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const bytes = new Uint8Array(new SharedArrayBuffer(array.byteLength));
  bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  const shared = array instanceof Int32Array ? new Int32Array(bytes.buffer) : bytes;
  return shared as T; // the same kind of array as was given
}
