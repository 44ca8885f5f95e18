import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { AppError, type AppErrorData } from '../../core/appError';
import { createBatchWork, type DecodeBatch, type DecodedBatch, type DecodeTarget } from './decodeBatch';
import { DiskFailure } from '../cache/diskFailure';
import type { RowTools } from './rowMaker';

/** Decodes batches, as many at the same time as it was made for. */
export interface BatchDecoder {
  /** @throws DiskFailure; what an encoder throws; the signal's reason soon after an abort; what a thread died of. */
  decode(batch: DecodeBatch): Promise<DecodedBatch>;
  /** Resolves when its threads are gone. */
  dispose(): Promise<void>;
}

/** What a thread says of a batch; an error would lose its kind on the way. */
export type WorkerAnswer = DecodedBatch | { readonly systemCode: string } | AppErrorData;

/** Decodes in this thread: for a few images, starting others is not worth it. */
export function createLocalDecoder(
  target: DecodeTarget,
  tools: Pick<RowTools, 'encoders'> & { readonly signal: AbortSignal },
): BatchDecoder {
  const work = createBatchWork(target, tools);
  return { decode: (batch) => work.decode(batch), dispose: () => work.close() };
}

/** Decodes in threads, which read files and decode small ones by themselves. */
export function createThreadDecoder(
  target: DecodeTarget,
  options: { readonly workerFile: string; readonly threads: number; readonly signal: AbortSignal },
): BatchDecoder {
  const { workerFile, threads, signal } = options;
  const workers = Array.from({ length: threads }, () => new Worker(workerFile, { workerData: target }));
  const idle = [...workers];
  const failure = new Promise<never>((_, reject) => {
    for (const worker of workers)
      worker
        .on('error', reject)
        .on('exit', (code) => reject(new Error(`A decoding thread stopped with exit code ${code}.`)));
  });
  // Nobody may be waiting when the threads are ended.
  failure.catch(() => undefined);
  return {
    decode: async (batch) => {
      const worker = idle.pop();
      if (worker === undefined) throw new Error(`More than ${threads} batches at the same time.`);
      const answer = once(worker, 'message', { signal }) as Promise<[WorkerAnswer]>; // what decodeWorker posts
      worker.postMessage(batch);
      const [decoded] = await Promise.race([answer, failure]);
      idle.push(worker);
      if ('systemCode' in decoded) throw new DiskFailure(decoded.systemCode);
      if ('sentence' in decoded) throw new AppError(decoded.code, decoded.sentence);
      return decoded;
    },
    dispose: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
