/** Entry of a fold worker thread: trains the folds it is ordered to, one after the other, on its own backend. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../core/appError';
import { openBackend, type Backend } from './backend';
import { openCheckpoint } from './checkpoint';
import { splitFold, type FoldMessage, type FoldOrder, type FoldWorkerData } from './foldProtocol';
import { measureSpeed } from './measureSpeed';
import { whyNotLoaded } from './whyNotLoaded';
import { trainFold } from './trainFold';

const data = workerData as FoldWorkerData; // set by crossValidate, of the same build
const post = (message: FoldMessage) => parentPort?.postMessage(message);

async function train({ tf }: Backend, fold: number): Promise<void> {
  const { images, labels, standing, classCount, plan, foldOf, warmStart, checkpoints } = data;
  const { trainOn, predictOn } = splitFold({ ...plan, foldOf, standing }, fold);
  const result = await trainFold(
    tf,
    { images, labels, standing, classCount, plan, fold, trainOn, predictOn, warmStart },
    {
      // Cancelling terminates the thread, which is quicker than asking it.
      signal: new AbortController().signal,
      onProgress: (progress) => post({ type: 'progress', fold, progress }),
      onResume: (epochsDone, saved) => post({ type: 'resumed', fold, epochsDone, images: saved }),
      checkpoint: checkpoints && openCheckpoint(checkpoints, fold),
    },
  );
  const { predProbs, trajectories, weights } = result;
  parentPort?.postMessage({ type: 'done', fold, result } satisfies FoldMessage, [
    predProbs.buffer as ArrayBuffer, // made by trainFold, not shared; nor are the others
    trajectories.buffer as ArrayBuffer,
    weights.buffer as ArrayBuffer,
  ]);
}

async function main(): Promise<void> {
  try {
    const { backend: choice, backendReason: reason } = data;
    const backend = await openBackend({ ...data, choice, reason, onFailure: refuse });
    if (data.measuresOnly === true) {
      const { plan, classCount } = data;
      const imagesPerSecond = await measureSpeed(backend.tf, { ...plan, classCount });
      return post({ type: 'measured', imagesPerSecond });
    }
    post({ type: 'ready', backend: backend.info });
    parentPort?.on('message', ({ fold }: FoldOrder) => {
      train(backend, fold).catch(refuse);
    });
  } catch (error) {
    refuse(error);
  }
}

/** What is no `AppError` must end the thread as an error, not be swallowed. */
function refuse(error: unknown): void {
  if (!(error instanceof AppError)) {
    setImmediate(() => {
      throw error;
    });
    return;
  }
  const why = error.cause === undefined ? undefined : whyNotLoaded(error.cause);
  post({ type: 'refused', code: error.code, message: error.message, why });
}

void main();
