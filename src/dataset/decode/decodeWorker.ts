/** Entry of a decoding thread: decodes the batches it is sent, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError, appErrorToData } from '../../core/appError';
import { openEncoder } from '../../encoder/encoder';
import { DiskFailure } from '../cache/diskFailure';
import type { WorkerAnswer } from './batchDecoder';
import { createBatchWork, type DecodeBatch, type DecodeTarget } from './decodeBatch';
import { tuneForManyImages } from './openImage';

const post = (answer: WorkerAnswer) =>
  parentPort?.postMessage(
    answer,
    // Made by the batch work, not shared.
    'facts' in answer ? answer.facts.map(({ buffer }) => buffer as ArrayBuffer) : [],
  );

// Each thread that loads sharp sets libvips back for all.
tuneForManyImages();

// Set by createThreadDecoder, of the same build. Its files exist, so that they can be opened; the end of the thread closes them.
const work = createBatchWork(workerData as DecodeTarget, { encoders: { open: openEncoder } });

parentPort?.on('message', (batch: DecodeBatch) => {
  work.decode(batch).then(post, (error: unknown) => {
    if (error instanceof DiskFailure) return post({ systemCode: error.systemCode });
    if (error instanceof AppError) return post(appErrorToData(error));
    // What is thrown here is a bug, and must end the thread as an error.
    setImmediate(() => {
      throw error;
    });
  });
});
