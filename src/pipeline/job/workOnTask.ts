import { AppError } from '../../core/appError';
import { assertNever } from '../../core/assertNever';
import { listWork, taskId, type TaskWork } from '../../core/plan/listTasks';
import type { Progress } from '../../core/run/progress';
import { asShortage } from '../../core/shortage';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message } from '../../core/words/message';
import { comparePart } from './closenessTask';
import { findCopies } from './copiesTask';
import { trainFoldOfJob } from './foldTask';
import { writeInputs } from './inputsTask';
import { isDone, writeDone, type Job } from './jobFolder';
import { mergeJob } from './mergeTask';
import { noteProgress } from './noteProgress';
import { decodeShard } from './shardTask';
import type { TaskTools } from './taskTools';

export type TaskOutcome =
  /** Now, or by somebody else meanwhile. */
  | { readonly status: 'done' }
  /** There was nothing to do. */
  | { readonly status: 'was-done' }
  | { readonly status: 'cancelled' };

/**
 * Does one task of a job. What it makes is written beside and renamed, and noted last: whatever stops it, and whoever else
 * works on the same task, it can be done again.
 * @throws AppError `bad-usage` for a task that there is not, `task-not-ready` where it needs another, and what the work throws.
 */
export async function* workOnTask(
  job: Job,
  task: string,
  tools: TaskTools,
): AsyncGenerator<Progress, TaskOutcome> {
  const work = findWork(job, task);
  if (await isDone(job, work)) return { status: 'was-done' };
  await refuseUnready(job, task);
  try {
    const { now } = tools;
    const outputs = yield* noteProgress({ folder: job.folder, work, now }, outputsOf(work, job, tools));
    if (outputs !== undefined) await writeDone(job, work, outputs);
    return { status: 'done' };
  } catch (error) {
    if (tools.signal.aborted) return { status: 'cancelled' };
    throw asStorageTrouble(asShortage(error), job);
  }
}

/** What the system says of a file that lies on the storage of the job is no fault of ours. */
function asStorageTrouble(error: unknown, { folder }: Job): unknown {
  const code = systemErrorCode(error);
  if (code === undefined || code.startsWith('ERR_')) return error;
  const { path: file } = error as NodeJS.ErrnoException;
  return new AppError('task-not-ready', message('task-file-unreadable', { file: file ?? folder, code }), {
    cause: error,
  });
}

/** Of very many tasks the first and the last are named. */
const NAMED = 3;

function findWork({ plan, folder }: Job, task: string): TaskWork {
  const found = listWork(plan).find((work) => taskId(work) === task);
  if (found !== undefined) return found;
  const ids = plan.tasks.map(({ id }) => id);
  const tasks = ids.length > 2 * NAMED ? [...ids.slice(0, NAMED), '…', ...ids.slice(-NAMED)] : ids;
  throw new AppError('bad-usage', message('task-unknown', { task, folder, tasks: { list: tasks } }));
}

async function refuseUnready(job: Job, task: string): Promise<void> {
  const needed = await missingFor(job, task);
  if (needed !== undefined) throw new AppError('task-not-ready', message('task-needs', { task, needed }));
}

/** The first task that another needs and that is not done. */
async function missingFor(job: Job, task: string): Promise<string | undefined> {
  const needs = new Set(job.plan.tasks.find(({ id }) => id === task)?.needs);
  for (const needed of listWork(job.plan))
    if (needs.has(taskId(needed)) && !(await isDone(job, needed))) return taskId(needed);
  return undefined;
}

/** Whether nothing is left to do but the run, if that. */
export async function isReadyToMerge(job: Job): Promise<boolean> {
  return (await isDone(job, { kind: 'merge' })) || (await missingFor(job, 'merge')) === undefined;
}

/** Files, absolute; undefined where another process has made them meanwhile. */
function outputsOf(
  work: TaskWork,
  job: Job,
  tools: TaskTools,
): AsyncGenerator<Progress, readonly string[] | undefined> {
  switch (work.kind) {
    case 'shard':
      return decodeShard(job, work.shard, tools);
    case 'inputs':
      return writeInputs(job, tools);
    case 'copies':
      return findCopies(job, tools);
    case 'fold':
      return trainFoldOfJob(job, work, tools);
    case 'closeness':
      return comparePart(job, work.part, tools);
    case 'merge':
      return mergeJob(job, tools);
    default:
      return assertNever(work);
  }
}
