import { EventEmitter, on } from 'node:events';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { FoldMessage, FoldWorkerData } from './foldProtocol';

interface PoolEvents {
  message: [worker: Worker, message: FoldMessage];
  error: [unknown];
}

/** Threads that train: what they say, as one stream that their first failure ends, and their end. */
export class WorkerPool {
  private readonly file: string;
  private readonly events = new EventEmitter<PoolEvents>();
  private readonly workers: Worker[] = [];
  private hasFailed = false;

  /** `file` is the built `foldWorker.js`. */
  constructor(file: string) {
    this.file = file;
  }

  /** To be called before threads are added. @throws AbortError, here or while it is read. */
  messages(signal: AbortSignal): AsyncIterable<PoolEvents['message']> {
    return on(this.events, 'message', { signal }) as AsyncIterable<PoolEvents['message']>; // what `add` emits
  }

  add(workerData: FoldWorkerData): void {
    // Native TensorFlow takes its options from the process's environment.
    const worker = new Worker(this.file, { workerData, env: SHARE_ENV });
    this.workers.push(worker);
    worker.on('message', (message: FoldMessage) => this.events.emit('message', worker, message));
    worker.on('error', (error) => this.fail(error));
    worker.on('exit', (code) => {
      if (code !== 0) this.fail(new Error(`A fold worker stopped with exit code ${code}.`));
    });
  }

  /** Ends the threads; what they say meanwhile is of no interest. */
  async dispose(): Promise<void> {
    // One that dies meanwhile, too, as of a group that another has left, would end the process if nobody heard of it.
    for (const worker of this.workers) worker.removeAllListeners().on('error', () => undefined);
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  /** What others in the same group say of the first failure comes when nobody listens. */
  private fail(error: unknown): void {
    if (!this.hasFailed) this.events.emit('error', error);
    this.hasFailed = true;
  }
}
