/** Entry of a decoding thread: decodes the batches it is sent, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemErrorCode } from '../../core/systemErrorCode';
import type { WorkerAnswer } from './batchDecoder';
import { createBatchWork, type DecodeBatch, type DecodeTarget } from './decodeBatch';

const post = (answer: WorkerAnswer) =>
  // Made by the batch work, not shared.
  parentPort?.postMessage(answer, 'facts' in answer ? [answer.facts.buffer as ArrayBuffer] : []);

// Set by createThreadDecoder, of the same build. It exists, so that it can be opened; the end of the thread closes it.
const work = createBatchWork(workerData as DecodeTarget);

parentPort?.on('message', (batch: DecodeBatch) => {
  work.decode(batch).then(post, (error: unknown) => {
    const systemCode = systemErrorCode(error);
    if (systemCode !== undefined) return post({ systemCode });
    // What is thrown here is a bug, and must end the thread as an error.
    setImmediate(() => {
      throw error;
    });
  });
});
