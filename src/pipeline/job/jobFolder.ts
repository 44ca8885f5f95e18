/** The folder of a job: its plan, and what its tasks leave in it. All machines see it, perhaps in different places. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import * as v from 'valibot';
import { version } from '../../../package.json';
import { AppError } from '../../core/appError';
import { jobPlanSchema, PLAN_FILE, type JobPlan } from '../../core/plan/jobPlan';
import { foldsName, taskId, type TaskWork } from '../../core/plan/listTasks';
import type { OpinionName } from '../../core/run/opinions';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message } from '../../core/words/message';
import { writeFileAtomic } from '../../files/atomicWrite';
import { relativeTo } from '../../files/insideOf';

/** A job whose plan has been read. */
export interface Job {
  /** Absolute. */
  readonly folder: string;
  readonly plan: JobPlan;
  /** Changes with everything that decides the results. */
  readonly key: string;
}

/** Where the parts of a job are. */
export const jobFiles = {
  plan: (folder: string) => path.join(folder, PLAN_FILE),
  images: (folder: string, shard: number) => path.join(folder, 'images', `${numbered(shard)}.bin`),
  decisions: (folder: string) => path.join(folder, 'decisions.jsonl'),
  shards: (folder: string) => path.join(folder, 'shards'),
  shard: (folder: string, shard: number) => path.join(folder, 'shards', numbered(shard)),
  folds: (folder: string, by: OpinionName) => path.join(folder, foldsName(by)),
  positions: (folder: string) => path.join(folder, 'positions.bin'),
  checks: (folder: string) => path.join(folder, 'checks.bin'),
  closeness: (folder: string, part: number) => path.join(folder, 'closeness', `${numbered(part)}.bin`),
  /** How far a task is that goes on, noted now and then. */
  progress: (folder: string, id: string) => path.join(folder, 'progress', `${id}.json`),
  run: (folder: string) => path.join(folder, 'run.json'),
  mergeLock: (folder: string) => path.join(folder, 'merge.lock'),
} as const;

const numbered = (number: number): string => `${number}`.padStart(4, '0');
const doneFile = (folder: string, id: string) => path.join(folder, 'done', `${id}.json`);

/** @throws AppError `bad-plan` where there is none, or none that this version can work on. */
export async function openJob(folder: string): Promise<Job> {
  const absolute = path.resolve(folder);
  const file = jobFiles.plan(absolute);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw new AppError('bad-plan', message('plan-missing', { file, code }), { cause });
  }
  const planned = v.safeParse(v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() })), text);
  if (planned.success && planned.output.version !== version) {
    const versions = { file, planned: planned.output.version, version };
    throw new AppError('bad-plan', message('plan-other-version', versions));
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), jobPlanSchema), text);
  if (!parsed.success) throw new AppError('bad-plan', message('plan-damaged', { file }));
  return { folder: absolute, plan: parsed.output, key: sha256(text) };
}

export const sha256 = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** What the output of a task is made from. A shard outlives its plan where its images and forms stay the same. */
export function taskKey({ plan, key }: Job, work: TaskWork): string {
  if (work.kind !== 'shard') return key;
  const { version: program, forms, shards, request } = plan;
  return sha256(JSON.stringify([program, request.root, forms, shards[work.shard]!.key]));
}

const doneSchema = v.object({
  key: v.string(),
  files: v.array(v.object({ file: v.string(), bytes: v.number() })),
});

/**
 * Whoever works on a plan that was replaced must not write over what is made by the new one.
 * @throws AppError `bad-plan` where it was.
 */
export async function refuseReplaced({ folder, key }: Job): Promise<void> {
  const file = jobFiles.plan(folder);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    return '';
  });
  if (sha256(text) !== key) throw new AppError('bad-plan', message('plan-replaced', { file }));
}

/** Notes that a task is done; `files` are its outputs, absolute. @throws AppError `bad-plan`, `store-unwritable`. */
export async function writeDone(job: Job, work: TaskWork, files: readonly string[]): Promise<void> {
  await refuseReplaced(job);
  const outputs = await Promise.all(
    files.map(async (file) => ({
      file: relativeTo(job.folder, file),
      bytes: (await stat(file)).size,
    })),
  );
  const content = { key: taskKey(job, work), files: outputs };
  await writeFileAtomic(doneFile(job.folder, taskId(work)), [`${JSON.stringify(content)}\n`]);
}

/** Whether the outputs of a task are there, whole and of this plan. */
export async function isDone(job: Job, work: TaskWork): Promise<boolean> {
  try {
    const text = await readFile(doneFile(job.folder, taskId(work)), 'utf8');
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), doneSchema), text);
    if (!parsed.success || parsed.output.key !== taskKey(job, work)) return false;
    for (const { file, bytes } of parsed.output.files)
      if ((await stat(path.resolve(job.folder, file))).size !== bytes) return false;
    return true;
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return false; // it is made again
  }
}

/** Where another task will find something, and the key that it is asked for by. */
interface Parcel {
  readonly file: string;
  readonly key: string;
  readonly content: object;
}

/** Writes what another task will read. @throws AppError `bad-plan`, `store-unwritable`. */
export async function writeParcel(job: Job, { file, key, content }: Parcel): Promise<void> {
  await refuseReplaced(job);
  await writeFileAtomic(file, [serialize({ key, content })]);
}

/**
 * Reads what `writeParcel` has written, a `T`. @throws AppError `task-not-ready` where it is missing, damaged, or of another
 * key; the system's error where it cannot be read.
 */
export async function readParcel<T>(file: string, key: string): Promise<T> {
  const unusable = (cause?: unknown) =>
    new AppError('task-not-ready', message('task-output-unusable', { file }), { cause });
  const bytes = await readFile(file).catch((error: unknown) => {
    throw systemErrorCode(error) === 'ENOENT' ? unusable(error) : error;
  });
  let parcel: { readonly key: string; readonly content: T };
  try {
    parcel = deserialize(bytes) as typeof parcel; // of `writeParcel`
  } catch (cause) {
    throw unusable(cause);
  }
  if (parcel.key !== key) throw unusable();
  return parcel.content;
}
