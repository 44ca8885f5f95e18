import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/appError';
import type { Progress } from '../../core/run/progress';
import { createTimeLeft } from '../../core/timeLeft';
import { mapSteps, runSteps } from '../../core/steps';
import { message } from '../../core/words/message';
import { decodeAll } from '../../dataset/decode/decodeAll';
import type { DecodedDataset } from '../../dataset/decode/decodedDataset';
import { lookAtImages } from '../../dataset/checkImages';
import { awaitLock } from '../../files/lock/awaitLock';
import { makeFolder } from '../../files/makeFolder';
import { relativeTo } from '../../files/insideOf';
import { isDone, jobFiles, taskKey, writeParcel, type Job } from './jobFolder';
import { indexOf, lookAtFiles, readShardImages, type ShardImages } from './jobImages';
import { openForms } from './plannedForms';
import { shardFile, shardLooksFile, type ShardRows } from './shardRows';
import type { TaskTools } from './taskTools';

/** Nobody else wants this thread. */
export const TURN_MS = 1000;

/**
 * Decodes the images of a shard, and looks at each of them by itself. What an interrupted one has done is found again. One that is at
 * work elsewhere is not disturbed: this one then works in a folder of its own.
 * @returns its outputs; undefined where the other one has ended meanwhile.
 * @throws AppError `source-changed` where an image is not what it was when it was planned, `store-unwritable`.
 */
export async function* decodeShard(
  job: Job,
  shard: number,
  tools: TaskTools,
): AsyncGenerator<Progress, readonly string[] | undefined> {
  const work = { kind: 'shard', shard } as const;
  const folder = jobFiles.shard(job.folder, shard);
  await makeFolder(folder);
  const images = await readShardImages(job, shard);
  await refuseChanged(job, images, tools.signal);
  const lock = await awaitLock(path.join(folder, 'rows.lock'), {
    onWait: () =>
      tools.log(
        'Another computer has worked on this task: waiting until it is heard of, or a minute has gone by.',
      ),
    signal: tools.signal,
  });
  const name = lock.status === 'held' ? 'rows' : `rows-${randomBytes(6).toString('hex')}`;
  try {
    const decoded = yield* decodeRows(job, images, { ...tools, rowsFolder: path.join(folder, name) });
    await refuseChanged(job, images, tools.signal);
    if (lock.status === 'taken' && (await isDone(job, work))) {
      await rm(path.join(folder, name), { recursive: true, force: true });
      return undefined;
    }
    const rows = toRows(folder, images, decoded);
    const key = taskKey(job, work);
    const [file, looksFile] = [shardFile(job, shard), shardLooksFile(job, shard)];
    const { pixels } = decoded[job.plan.shown]!;
    const looks = await lookAtImages(pixels, { signal: tools.signal, turnMs: TURN_MS });
    await writeParcel(job, { file: looksFile, key, content: looks });
    await writeParcel(job, { file, key, content: rows });
    return [...rows.forms.map((form) => path.join(folder, form.file)), looksFile, file];
  } finally {
    if (lock.status === 'held') await lock.release();
  }
}

async function* decodeRows(
  job: Job,
  images: ShardImages,
  { rowsFolder, signal, threads, programFolder, packagesFolder }: TaskTools & { readonly rowsFolder: string },
): AsyncGenerator<Progress, readonly DecodedDataset[]> {
  const timeLeft = createTimeLeft();
  const decoding = decodeAll({
    index: indexOf(job, images),
    outputs: await openForms(job.plan.forms, { programFolder, packagesFolder }),
    cacheFolder: rowsFolder,
    isInFiles: true,
    cores: threads,
    workerFile: path.join(programFolder, 'decodeWorker.js'),
    signal,
  });
  return yield* mapSteps(decoding, (step) => ({
    ...step,
    secondsLeft: timeLeft.estimate({ ...step, elapsedMs: performance.now() }),
  }));
}

/** Files are named relative to the shard's folder. */
function toRows(folder: string, { paths }: ShardImages, decoded: readonly DecodedDataset[]): ShardRows {
  const { readable, sizes, contentHashes, unreadable } = decoded[0]!; // one form at least, and all of the same images
  const whyUnreadable = new Map(unreadable.map(({ path: image, reason }) => [image, reason]));
  return {
    readable,
    sizes,
    contentHashes,
    reasons: new Map(
      paths.flatMap((image, i) => {
        const reason = whyUnreadable.get(image);
        return reason === undefined ? [] : [[i, reason] as const];
      }),
    ),
    forms: decoded.map(({ pixels: { store } }) => {
      if (store.kind !== 'file') throw new Error('The rows of a shard are in memory.');
      return { file: relativeTo(folder, store.file), places: store.places };
    }),
  };
}

/** An image that was replaced or removed since would be judged beside others that were not. */
async function refuseChanged(job: Job, images: ShardImages, signal: AbortSignal): Promise<void> {
  const now = await runSteps(lookAtFiles(indexOf(job, images), signal));
  const { bytes, mtimesMs } = images.states;
  const changed = images.paths.filter((_, i) => now.bytes[i] !== bytes[i] || now.mtimesMs[i] !== mtimesMs[i]);
  const [first] = changed;
  if (first === undefined) return;
  throw new AppError(
    'source-changed',
    message('plan-images-changed', { images: changed.length, first, root: job.plan.request.root }),
  );
}
