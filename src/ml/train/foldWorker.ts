/** Entry of a fold worker thread: trains the folds it is ordered to, one after the other, on its own backend. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../core/appError';
import type { PixelTensor } from '../../core/dataset/dataset';
import { openPixels } from '../../files/openPixels';
import { openBackend, type Backend } from '../backends/backend';
import { openCheckpoint } from './checkpoint';
import { splitFold, type FoldMessage, type FoldOrder, type FoldWorkerData } from './foldProtocol';
import { measureSpeed } from '../backends/measureSpeed';
import { SOLE_REPLICA } from '../replicas/replicaGroup';
import { joinReplicaGroup } from '../replicas/sharedReplicaGroup';
import { whyNotLoaded } from '../backends/whyNotLoaded';
import { trainFold } from './trainFold';

const data = workerData as FoldWorkerData; // set by crossValidate, of the same build
let images: PixelTensor | undefined;
const post = (message: FoldMessage) => parentPort?.postMessage(message);

/** Of a group only the leader reports. */
async function train({ tf }: Backend, { fold, seat }: FoldOrder): Promise<void> {
  const group = seat === undefined ? SOLE_REPLICA : joinReplicaGroup(seat);
  const isLeader = group.rank === 0;
  const report = (message: FoldMessage) => {
    if (isLeader) post(message);
  };
  const { labels, reviewStatus, classCount, plan, foldOf, warmStart, checkpoints } = data;
  // The end of the thread closes it.
  images ??= openPixels(data.images);
  const { trainOn, predictOn } = splitFold({ ...plan, foldOf, reviewStatus }, fold);
  const result = await trainFold(
    tf,
    { images, labels, reviewStatus, classCount, plan, fold, trainOn, predictOn, warmStart, group },
    {
      // Cancelling terminates the thread, which is quicker than asking it.
      signal: new AbortController().signal,
      onProgress: (progress) => report({ type: 'progress', fold, progress }),
      onResume: (epochsDone, saved) => report({ type: 'resumed', fold, epochsDone, images: saved }),
      checkpoint: isLeader && checkpoints ? openCheckpoint(checkpoints, fold) : undefined,
    },
  );
  if (!isLeader) return post({ type: 'done', fold });
  const { predProbs, trajectories, weights } = result;
  const buffers = [predProbs, trajectories, weights].map(({ buffer }) => buffer);
  parentPort?.postMessage(
    { type: 'done', fold, result } satisfies FoldMessage,
    buffers.filter((buffer) => buffer instanceof ArrayBuffer), // a group has shared memory
  );
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
    parentPort?.on('message', (order: FoldOrder) => {
      train(backend, order).catch(refuse);
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
