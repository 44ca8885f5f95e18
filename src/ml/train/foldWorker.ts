/** Entry of a fold worker thread: trains the folds it is ordered to, one after the other, on its own backend. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError, appErrorToData } from '../../core/appError';
import type { PixelTensor } from '../../core/dataset/dataset';
import { openPixels } from '../../files/pixels/openPixels';
import { openBackend, type Backend } from '../backends/backend';
import { measureSpeed } from '../backends/measureSpeed';
import { whyNotLoaded } from '../backends/whyNotLoaded';
import { SOLE_REPLICA } from '../replicas/replicaGroup';
import { joinReplicaGroup } from '../replicas/sharedReplicaGroup';
import { openCheckpoint } from './checkpoint';
import type { FoldMessage, FoldOrder, FoldWorkerData } from './foldProtocol';
import { foldTaskOf } from './foldTask';
import { trainFold } from './trainFold';

const data = workerData as FoldWorkerData; // set by the schedule, of the same build
let images: PixelTensor | undefined;
const post = (message: FoldMessage) => parentPort?.postMessage(message);

/** Of a group only the leader reports. */
async function train({ tf }: Backend, { fold, seat }: FoldOrder): Promise<void> {
  const group = seat === undefined ? SOLE_REPLICA : joinReplicaGroup(seat);
  const isLeader = group.rank === 0;
  const report = (message: FoldMessage) => {
    if (isLeader) post(message);
  };
  const { checkpoints } = data;
  // The end of the thread closes it.
  images ??= openPixels(data.images);
  const result = await trainFold(
    tf,
    { ...foldTaskOf(data, images, fold), group },
    {
      // Cancelling terminates the thread, which is quicker than asking it.
      signal: new AbortController().signal,
      onProgress: (progress) => report({ type: 'progress', fold, progress }),
      onResume: (epochsDone, saved) => report({ type: 'resumed', fold, epochsDone, images: saved }),
      checkpoint: isLeader && checkpoints ? openCheckpoint(checkpoints, fold) : undefined,
    },
  );
  if (isLeader) {
    const { predProbs, trajectories, weights } = result;
    const buffers = [predProbs, trajectories, weights].map(({ buffer }) => buffer);
    parentPort?.postMessage(
      { type: 'done', fold, result } satisfies FoldMessage,
      buffers.filter((buffer) => buffer instanceof ArrayBuffer), // a group has shared memory
    );
  }
  post({ type: 'idle' });
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
  const { sentence, cause } = error;
  post({
    type: 'refused',
    ...appErrorToData(error),
    why: cause === undefined ? sentence : whyNotLoaded(cause),
  });
}

void main();
