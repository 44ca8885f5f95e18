/** Entry of a decoding thread: decodes the batches it is sent, one after the other, into shared memory. */
import { parentPort, workerData } from 'node:worker_threads';
import { decodeBatch, type DecodeBatch, type DecodeTarget } from './decodeBatch';

const target = workerData as DecodeTarget; // set by decodeThreads, of the same build

parentPort?.on('message', (batch: DecodeBatch) => {
  decodeBatch(target, batch).then(
    (decoded) => parentPort?.postMessage(decoded, [decoded.facts.buffer as ArrayBuffer]), // made by decodeBatch, not shared
    // What is thrown here is a bug, and must end the thread as an error.
    (error: unknown) =>
      setImmediate(() => {
        throw error;
      }),
  );
});
