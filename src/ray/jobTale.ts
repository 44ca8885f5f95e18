import { AppError } from '../core/appError';
import { assertNever } from '../core/assertNever';
import type { DriverLine } from '../core/ray/driverLine';
import type { Progress } from '../core/run/progress';
import { message, type Message } from '../core/words/message';
import type { EndedJob } from './followJob';

/** What the words about a job need to know of it. */
export interface ToldJob {
  readonly submissionId: string;
  /** The job folder. */
  readonly folder: string;
  /** The dataset. */
  readonly root: string;
  /** Of the program, as the plan wants it. */
  readonly version: string;
}

/** What a line of the driver means to people. */
export type Told =
  | { readonly kind: 'info' | 'note' | 'warning'; readonly sentence: Message }
  | { readonly kind: 'progress'; readonly progress: TasksProgress }
  /** Why the job is going to fail. */
  | { readonly kind: 'failure'; readonly sentence: Message }
  | { readonly kind: 'nothing' };

export type TasksProgress = Extract<Progress, { phase: 'tasks' }>;

export function tellLine(line: DriverLine, job: ToldJob): Told {
  switch (line.type) {
    case 'waiting': {
      const { cpus, memoryMb, seconds } = line;
      return { kind: 'note', sentence: message('ray-waiting', { cpus, memoryMb, seconds }) };
    }
    case 'too-small': {
      const { task, cpus, memoryMb } = line;
      return { kind: 'failure', sentence: message('ray-too-small', { task, cpus, memoryMb }) };
    }
    case 'unfit':
      return { kind: 'warning', sentence: tellProblem(line, job) };
    case 'nodes': {
      const { nodes, cpus } = line;
      return { kind: 'info', sentence: message('ray-nodes', { nodes, cpus }) };
    }
    case 'running':
    case 'task':
      return { kind: 'progress', progress: progressOf(line) };
    case 'failed': {
      const { task, node, line: last, log } = line;
      return { kind: 'failure', sentence: message('ray-task-failed', { task, node, line: last, log }) };
    }
    case 'lost':
      return {
        kind: 'failure',
        sentence: message('ray-task-lost', { task: line.task, detail: line.detail }),
      };
    case 'end':
      return { kind: 'nothing' };
    default:
      return assertNever(line);
  }
}

function tellProblem(
  { node, problem, detail }: Extract<DriverLine, { type: 'unfit' }>,
  { folder, root, version }: ToldJob,
): Message {
  switch (problem) {
    case 'no-folder':
      return message('ray-no-folder', { node, folder, detail });
    case 'other-folder':
      return message('ray-other-folder', { node, folder });
    case 'no-dataset':
      return message('ray-no-dataset', { node, root });
    case 'unwritable-folder':
      return message('ray-unwritable-folder', { node, folder, detail });
    case 'no-program':
      return message('ray-no-program', { node, version, detail });
    default:
      return assertNever(problem);
  }
}

/** The time left, by how long the work took that is done. */
function progressOf(line: Extract<DriverLine, { type: 'running' | 'task' }>): TasksProgress {
  const { tasksDone, tasks, done, total, secondsGone } = line;
  const secondsLeft = done > 0 ? (secondsGone * (total - done)) / done : undefined;
  return { phase: 'tasks', done, total, tasksDone, tasks, secondsLeft };
}

/** Why a job has not ended well: what its driver has said, else the last that anybody did. */
export function whyFailed(
  { lastLine, job: { status, message: said } }: EndedJob,
  told: readonly Told[],
  { submissionId }: ToldJob,
): AppError {
  return new AppError('ray-job-failed', sentence());

  function sentence(): Message {
    if (status === 'STOPPED') return message('ray-job-stopped', { job: submissionId });
    const failure = told.findLast(({ kind }) => kind === 'failure');
    if (failure?.kind === 'failure') return failure.sentence;
    if (told.some(({ kind }) => kind === 'warning')) return message('ray-nodes-unfit');
    return message('ray-job-died', { job: submissionId, line: lastLine === '' ? (said ?? '') : lastLine });
  }
}
