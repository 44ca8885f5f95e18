import type { ImageChecks } from '../../core/dataset/imageChecks';
import { addDescriptions, createDescriptions } from '../../core/duplicates/describeImages';
import { addMeasures, createMeasures } from '../../core/faults/measureImages';
import type { Progress } from '../../core/run/progress';
import { mapSteps } from '../../core/steps';
import { startImageChecks, type ImageLooks, type RunningChecks } from '../../dataset/checkImages';
import { jobFiles, readParcel, taskKey, writeParcel, type Job } from './jobFolder';
import { readRows, shardLooksFile, storeOf, type JoinedRows } from './shardRows';
import { TURN_MS } from './shardTask';
import type { TaskTools } from './taskTools';

/**
 * Looks for copies and faults among all images. The shards have looked at each by itself; which are compared pixel by pixel
 * depends on those before, so that one task does it. @returns its outputs.
 */
export async function* findCopies(
  job: Job,
  { signal }: Pick<TaskTools, 'signal'>,
): AsyncGenerator<Progress, readonly string[]> {
  const { images: total } = job.plan;
  const rows = yield* mapSteps(readRows(job, signal), (done): Progress => {
    return { phase: 'decode', done, total, unreadable: 0 };
  });
  yield { phase: 'detect' };
  const { pixels, sizes } = shownPixels(job, rows);
  const looks = await readLooks(job, pixels.count);
  const checks = await startImageChecks({ pixels, sizes, looks, signal, turnMs: TURN_MS }).finish();
  const file = jobFiles.checks(job.folder);
  await writeParcel(job, { file, key: job.key, content: checks });
  return [file];
}

/** Of the images that can be read, in their order. @throws AppError `task-not-ready`. */
async function readLooks(job: Job, count: number): Promise<ImageLooks> {
  const all = { descriptions: createDescriptions(count), measures: createMeasures(count) };
  let from = 0;
  for (const shard of job.plan.shards.keys()) {
    const key = taskKey(job, { kind: 'shard', shard });
    const { descriptions, measures } = await readParcel<ImageLooks>(shardLooksFile(job, shard), key);
    addDescriptions(all.descriptions, descriptions, from);
    addMeasures(all.measures, measures, from);
    from += measures.isBlank.length;
  }
  return all;
}

function shownPixels({ plan: { forms, shown } }: Job, rows: JoinedRows) {
  const form = forms[shown];
  if (form?.kind !== 'pixels') throw new Error('The plan does not say in which form images are shown.');
  const { size, channels } = form;
  const store = storeOf(rows, shown);
  const readable = Int32Array.from(rows.places[shown]!.keys()).filter(
    (image) => rows.places[shown]![image]! >= 0,
  );
  const sizes = new Int32Array(2 * readable.length);
  readable.forEach((image, i) => sizes.set([rows.widths[image]!, rows.heights[image]!], 2 * i));
  return { pixels: { store, count: readable.length, height: size, width: size, channels }, sizes };
}

/** @throws AppError `task-not-ready`. */
export const readChecks = (job: Job): Promise<ImageChecks> =>
  readParcel(jobFiles.checks(job.folder), job.key);

/** Checks that were made already. */
export function foundChecks(checks: ImageChecks): RunningChecks {
  return { found: () => checks, finish: () => Promise.resolve(checks), stop: () => Promise.resolve() };
}
