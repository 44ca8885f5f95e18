import { rm } from 'node:fs/promises';
import { AppError } from '../../core/appError';
import { taskId, type TaskWork } from '../../core/plan/listTasks';
import type { Progress } from '../../core/run/progress';
import { progressShare01 } from '../../core/words/describeProgress';
import { writeFileAtomic } from '../../files/atomicWrite';
import { jobFiles } from './jobFolder';

/** Whoever watches many tasks looks no more often. */
const NOTE_MS = 5000;

/** The phase that most of the time goes to; undefined: the task is short, or has many. */
const PHASE_OF: Readonly<Record<TaskWork['kind'], Progress['phase'] | undefined>> = {
  shard: 'decode',
  fold: 'train',
  closeness: 'detect',
  inputs: undefined,
  copies: undefined,
  merge: undefined,
};

interface NotedTask {
  /** The job folder. */
  readonly folder: string;
  readonly work: TaskWork;
  readonly now: () => Date;
}

/** The same work, whose share that is done is noted in the job folder now and then while it goes on. */
export async function* noteProgress<R>(
  { folder, work, now }: NotedTask,
  steps: AsyncGenerator<Progress, R>,
): AsyncGenerator<Progress, R> {
  const file = jobFiles.progress(folder, taskId(work));
  let notedMs = now().getTime();
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done === true) return step.value;
      const share01 = step.value.phase === PHASE_OF[work.kind] ? progressShare01(step.value) : undefined;
      if (share01 !== undefined && now().getTime() - notedMs >= NOTE_MS) {
        await note(file, share01);
        notedMs = now().getTime();
      }
      yield step.value;
    }
  } finally {
    await steps.return(undefined as R); // nobody sees the result of work that is given up
    await rm(file, { force: true }).catch(() => undefined); // it is only ever a hint
  }
}

async function note(file: string, share01: number): Promise<void> {
  try {
    await writeFileAtomic(file, [JSON.stringify({ share01 })], { durable: false });
  } catch (error) {
    // The work itself says it where nothing can be written.
    if (!(error instanceof AppError)) throw error;
  }
}
