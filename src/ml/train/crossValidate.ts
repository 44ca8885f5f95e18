import { EventEmitter, on } from 'node:events';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { dataToAppError } from '../../core/appError';
import { assertNever } from '../../core/assertNever';
import type { PixelStore } from '../../core/dataset/dataset';
import type { FoldHistory } from '../../core/run/foldHistory';
import { stratifiedFolds } from '../../core/dataset/folds';
import type { TrainingProgress } from '../../core/run/progress';
import type { Neighbours } from '../../core/run/learnedEvidence';
import { createTimeLeft } from '../../core/timeLeft';
import type { BackendChoice, BackendInfo, TrainingPlan } from '../../core/run/trainingPlan';
import type { SpeedMemory } from '../backends/backendSpeeds';
import { fastestBackend } from '../backends/fastestBackend';
import {
  splitFold,
  type FoldMessage,
  type FoldOrder,
  type FoldSplit,
  type FoldWorkerData,
} from './foldProtocol';
import { imagesInEpoch, smallestBatch } from './epochImages';
import type { Learned, LearningTask } from './learner';
import { PredictionTotals, type CombinedPredictions } from './predictionTotals';
import { createReplicaSeats } from '../replicas/sharedReplicaGroup';
import { layOutThreads, ONE_THREAD, type ThreadLayout } from '../plan/threadLayout';
import { foldImageSteps, type FoldResult } from './trainFold';

export interface CrossValidateOptions {
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
 * Trains a model for each of the first `plan.models` folds in `plan.workers` threads, and joins their predictions as
 * `plan.predictions` says. Up to a thread for each model, the result does not depend on their number; beyond that several
 * train a model together, which changes the rounding of sums. Ends within a moment of an abort, by throwing; its threads are
 * then gone.
 * @throws AppError `backend-unavailable`; what a thread died of.
 */
export async function* crossValidate(
  task: LearningTask,
  options: CrossValidateOptions,
  signal: AbortSignal,
): AsyncGenerator<TrainingProgress, Learned> {
  const run = new FoldRun(task, options);
  try {
    // What `FoldRun` emits as progress.
    const steps = on(run, 'progress', { signal, close: ['end'] }) as AsyncIterable<[TrainingProgress]>;
    run.start();
    for await (const [progress] of steps) yield progress;
    return run.result();
  } finally {
    await run.dispose();
  }
}

interface FoldRunEvents {
  progress: [TrainingProgress];
  end: [];
  error: [unknown];
}

/** The threads of one cross-validation and what they have reported. */
class FoldRun extends EventEmitter<FoldRunEvents> {
  private readonly task: LearningTask;
  private readonly options: CrossValidateOptions;
  private data: FoldWorkerData;
  private readonly choosing = new AbortController();
  private chosen: Promise<void> | undefined;
  private readonly workers: Worker[] = [];
  private readonly history: FoldHistory[] = [];
  private readonly warnings: string[] = [];
  private readonly totals: PredictionTotals;
  private readonly progress: ProgressMeter;
  private readonly trajectories: Float32Array[] = [];
  private readonly models: Float32Array[] = [];
  private neighbours: Neighbours | undefined;
  private backend: BackendInfo | undefined;
  /** Of the wasm backend; the others use all of their device by themselves. */
  private readonly wasmLayout: ThreadLayout;
  private layout = ONE_THREAD;
  private readonly idle: Worker[] = [];
  private nextFold = 0;
  private hasFailed = false;

  constructor(task: LearningTask, options: CrossValidateOptions) {
    super();
    this.task = task;
    this.options = options;
    const { plan, classCount, labels } = task;
    const reviewStatus = task.reviewStatus && toShared(task.reviewStatus);
    const { folds, seed } = plan;
    const { warmStart } = task;
    const foldOf = toShared(
      warmStart?.foldOf ?? Int32Array.from(stratifiedFolds(labels, { classCount, folds, seed })),
    );
    this.data = {
      images: { ...task.images, store: toSharedStore(task.images.store) },
      labels: toShared(labels),
      reviewStatus,
      classCount,
      plan,
      foldOf,
      warmStart,
      checkpoints: task.checkpoints,
      backend: options.backend === 'auto' ? 'wasm' : options.backend,
      // Only for those who have asked for it.
      allowsSoftware: options.backend === 'webgpu',
      wasmFolder: options.wasmFolder,
      packagesFolder: options.packagesFolder,
      threads: options.threads,
    };
    const split = { ...plan, foldOf, reviewStatus };
    this.totals = new PredictionTotals({ labels, classCount, split });
    const imagesOf = foldImageCounts(split, { ...plan, warmStart });
    this.progress = new ProgressMeter(imagesOf, plan);
    const batchSize = Math.min(...imagesOf.map(({ trained }) => smallestBatch(trained, plan)));
    this.wasmLayout = layOutThreads({ threads: plan.workers, models: plan.models, batchSize });
  }

  /** Starts one thread; the others follow when it has said which backend it runs on. */
  start(): void {
    this.chosen = this.chooseBackend().then(
      () => this.addWorker(),
      (error: unknown) => {
        if (!this.choosing.signal.aborted) this.fail(error);
      },
    );
  }

  /** For `auto`: the fastest of those installed. */
  private async chooseBackend(): Promise<void> {
    const { foldWorkerFile, backend, speeds } = this.options;
    if (backend !== 'auto') return;
    const { data, wasmLayout } = this;
    const { signal } = this.choosing;
    const fastest = await fastestBackend({ foldWorkerFile, data, wasmLayout, speeds, signal });
    signal.throwIfAborted();
    this.data = { ...data, backend: fastest.name, backendReason: fastest.reason };
  }

  result(): Learned {
    if (this.backend === undefined) throw new Error('No fold was trained.');
    this.history.sort((a, b) => a.fold - b.fold);
    const { opinions, ...combined } = this.totals.combine();
    const { neighbours, history, backend } = this;
    const { epochs } = this.task.plan;
    const evidence = { opinions, epochs, trajectories: meanTrajectories(this.trajectories), neighbours };
    const warnings = [...this.warnings, ...memorizationWarnings(combined)];
    const trained = { models: this.models, foldOf: this.data.foldOf };
    return { ...combined, evidence, trained, backend, history, warnings };
  }

  async dispose(): Promise<void> {
    this.choosing.abort();
    await this.chosen;
    // What threads say while they are being ended is of no interest.
    for (const worker of this.workers) worker.removeAllListeners();
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private addWorker(): void {
    const worker = new Worker(this.options.foldWorkerFile, {
      workerData: this.data,
      env: SHARE_ENV, // native TensorFlow takes its options from the process's environment
    });
    this.workers.push(worker);
    worker.on('message', (message: FoldMessage) => this.onMessage(worker, message));
    worker.on('error', (error) => this.fail(error));
    worker.on('exit', (code) => {
      if (code !== 0) this.fail(new Error(`A fold worker stopped with exit code ${code}.`));
    });
  }

  /** The first failure ends the run: what others say of it, who are in the same group, comes when nobody listens. */
  private fail(error: unknown): void {
    if (!this.hasFailed) this.emit('error', error);
    this.hasFailed = true;
  }

  private onMessage(worker: Worker, message: FoldMessage): void {
    switch (message.type) {
      case 'ready':
        this.onReady(message.backend);
        this.addIdle(worker);
        break;
      case 'progress':
        this.emit('progress', this.progress.add(message.fold, message.progress));
        break;
      case 'resumed': {
        const { models, epochs } = this.task.plan;
        this.options.log(
          `Going on with model ${message.fold + 1} of ${models} after epoch ${message.epochsDone} of ${epochs}.`,
        );
        this.progress.leaveOut(message.images);
        break;
      }
      case 'done':
        if (message.result !== undefined) this.absorb(message.fold, message.result);
        if (this.history.length === this.task.plan.models) this.emit('end');
        else this.addIdle(worker);
        break;
      case 'measured':
        break; // heard by fastestBackend, whose threads these are
      case 'refused': {
        const { code, message: text } = message;
        if (this.fallBack(message.why ?? text)) break;
        this.fail(dataToAppError({ code, sentence: text }) ?? new Error(text));
        break;
      }
      default:
        assertNever(message);
    }
  }

  private absorb(fold: number, result: FoldResult): void {
    const { history, predProbs, trajectories, neighbours, weights, warnings } = result;
    this.history.push(history);
    this.models[fold] = weights;
    this.totals.add(fold, predProbs);
    this.trajectories[fold] = trajectories;
    this.neighbours ??= neighbours;
    this.warnings.push(...warnings);
  }

  private onReady(backend: BackendInfo): void {
    if (this.backend !== undefined) return;
    this.backend = backend;
    if (backend.name === 'wasm') this.layout = this.wasmLayout;
    const { models, replicas } = this.layout;
    const together = replicas === 1 ? '' : `, ${replicas} threads for each model`;
    this.options.log(`Training on the ${backend.name} backend: ${backend.reason}${together}.`);
    while (this.workers.length < models * replicas) this.addWorker();
  }

  /** For `auto`: what was fastest when it was measured may not start any more. @returns whether there is another. */
  private fallBack(why: string): boolean {
    const { backend } = this.data;
    if (this.options.backend !== 'auto' || backend === 'wasm' || this.backend !== undefined) return false;
    this.data = { ...this.data, backend: 'wasm', backendReason: `${backend} cannot be used: ${why}` };
    this.addWorker();
    return true;
  }

  /** Orders the next fold when there are enough idle threads for it. */
  private addIdle(worker: Worker): void {
    this.idle.push(worker);
    const { replicas } = this.layout;
    if (this.nextFold === this.task.plan.models || this.idle.length < replicas) return;
    const fold = this.nextFold++;
    const members = this.idle.splice(0, replicas);
    const seats = replicas === 1 ? [] : createReplicaSeats(replicas);
    members.forEach((member, rank) => {
      const seat = seats[rank];
      member.postMessage({ fold, seat } satisfies FoldOrder, seat?.ports ?? []);
    });
  }
}

interface FoldImageCounts {
  /** In an epoch. */
  readonly trained: number;
  readonly predicted: number;
}

function foldImageCounts(
  split: FoldSplit,
  plan: Pick<TrainingPlan, 'epochShare'> & Pick<LearningTask, 'warmStart'>,
): FoldImageCounts[] {
  return Array.from({ length: split.models }, (_, fold) => {
    const { trainOn, predictOn } = splitFold(split, fold);
    return { trained: imagesInEpoch(trainOn, plan), predicted: predictOn.length };
  });
}

/** Adds up what the folds report. */
class ProgressMeter {
  private readonly models: number;
  private readonly epochs: number;
  private total: number;
  private readonly timeLeft = createTimeLeft();
  private readonly startedMs = performance.now();
  private done = 0;

  constructor(imagesOf: readonly FoldImageCounts[], { epochs }: Pick<TrainingPlan, 'epochs'>) {
    this.models = imagesOf.length;
    this.epochs = epochs;
    this.total = imagesOf.reduce(
      (sum, { trained, predicted }) => sum + foldImageSteps(trained, predicted, epochs),
      0,
    );
  }

  /** So many image-steps were made by an earlier, interrupted run. */
  leaveOut(images: number): void {
    this.total -= images;
  }

  add(
    fold: number,
    { epoch, images }: { readonly epoch: number; readonly images: number },
  ): TrainingProgress {
    // A fold that is repeated after a collapse takes more steps than planned.
    this.done = Math.min(this.done + images, this.total);
    const elapsedMs = performance.now() - this.startedMs;
    return {
      fold: fold + 1,
      folds: this.models,
      epoch,
      epochs: this.epochs,
      done: this.done,
      total: this.total,
      imagesPerSecond: this.done / (elapsedMs / 1000),
      secondsLeft: this.timeLeft.estimate({ done: this.done, total: this.total, elapsedMs }),
    };
  }
}

/** Element by element, over those models that know the element. */
function meanTrajectories(ofModels: readonly Float32Array[]): Float32Array {
  return ofModels[0]!.map((_, at) => {
    const known = ofModels.map((values) => values[at]!).filter((value) => !Number.isNaN(value));
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}

function memorizationWarnings({
  memorization,
  heldOut,
}: Pick<CombinedPredictions, 'memorization' | 'heldOut'>): string[] {
  if (memorization?.isMemorized !== true) return [];
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const observed =
    `The models predict ${percent(memorization.seenAgreement)} of the given labels of images they have seen, ` +
    `${percent(memorization.heldOutAgreement)} of others: they have learnt labels by heart`;
  return [
    heldOut === undefined
      ? `${observed}, so every image is judged by the model that has not seen it.`
      : `${observed}, which can hide errors; train fewer epochs, or set folds to 5.`,
  ];
}

function toSharedStore(store: PixelStore): PixelStore {
  return store.kind === 'memory'
    ? { ...store, data: toShared(store.data) }
    : { ...store, places: toShared(store.places) };
}

/** The array itself when it is in shared memory already, else a copy that is. */
function toShared<T extends Uint8Array | Int32Array>(array: T): T {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const bytes = new Uint8Array(new SharedArrayBuffer(array.byteLength));
  bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  const shared = array instanceof Int32Array ? new Int32Array(bytes.buffer) : bytes;
  return shared as T; // the same kind of array as was given
}
