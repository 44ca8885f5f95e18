import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../core/appError';
import { message, type Message } from '../core/words/message';
import { writeFileAtomic } from '../files/atomicWrite';
import { followJob, type FollowOptions } from './followJob';
import type { JobsClient } from './jobsClient';
import { tellLine, whyFailed, type TasksProgress, type Told, type ToldJob } from './jobTale';
import { DRIVER_FILE } from './submitPlan';

/** The oldest Ray whose Jobs API and tasks are as the driver needs them. */
const OLDEST_RAY = [2, 9] as const;

/** @throws AppError unless a Jobs API answers there, of a Ray that is not too old. */
export async function checkCluster(client: JobsClient): Promise<void> {
  const version = await client.version();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_RAY;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor))
    throw new AppError('ray-unreachable', message('ray-too-old', { address: client.address, version }));
}

/**
 * Puts the driver of this version into a job folder, where the head node finds it; where it is there, the folder need not be writable.
 * `programFolder` has the bundles. @throws AppError `store-unwritable`.
 */
export async function placeDriver(folder: string, programFolder: string): Promise<void> {
  const file = path.join(folder, DRIVER_FILE);
  const driver = await readFile(path.join(programFolder, '..', 'media', DRIVER_FILE));
  const placed = await readFile(file).catch(() => undefined); // None, or none to read: writing says what is wrong.
  if (placed?.equals(driver) !== true) await writeFileAtomic(file, [driver]);
}

export interface WatchOptions extends Pick<FollowOptions, 'signal'> {
  /** The job is left alone, and no longer watched. */
  readonly leave?: AbortSignal;
  /** For tests, which do not wait. */
  readonly pause?: FollowOptions['pause'];
  readonly onProgress: (progress: TasksProgress) => void;
  readonly onSay: (kind: 'info' | 'note' | 'warning', sentence: Message) => void;
}

const NEVER = new AbortController().signal;

export type JobOutcome = 'done' | 'stopped' | 'left';

/** Follows a job to its end, and stops it when `signal` is aborted. @throws AppError when it ends otherwise. */
export async function watchJob(
  client: JobsClient,
  job: ToldJob,
  { signal, leave = NEVER, pause = createPause(signal, leave), onProgress, onSay }: WatchOptions,
): Promise<JobOutcome> {
  const told: Told[] = [];
  const follow = followJob(client, job.submissionId, { pause, signal });
  for (;;) {
    const step = await follow.next();
    if (leave.aborted) return 'left';
    if (step.done === true) {
      const { status } = step.value.job;
      if (status === 'SUCCEEDED') return 'done';
      if (status === 'STOPPED' && signal.aborted) return 'stopped';
      throw whyFailed(step.value, told, job);
    }
    const news = step.value.map((line) => tellLine(line, job));
    // Who watches a job anew reads all that it has ever said.
    const latest = news.findLast((said) => said.kind === 'progress');
    if (latest !== undefined) onProgress(latest.progress);
    for (const said of news) {
      if (said.kind !== 'progress') told.push(said);
      if (said.kind === 'info' || said.kind === 'note' || said.kind === 'warning')
        onSay(said.kind, said.sentence);
    }
  }
}

/** Waits, but not for long after a signal has come. */
function createPause(...signals: readonly AbortSignal[]): (ms: number) => Promise<void> {
  return async (ms) => {
    const signal = AbortSignal.any(signals.filter(({ aborted }) => !aborted));
    await wait(ms, undefined, { signal }).catch(() => undefined); // Aborted.
  };
}
