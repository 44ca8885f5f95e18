import { runSteps } from '../../core/steps';
import type { Job } from '../../pipeline/job/jobFolder';
import { workOnTask, type TaskOutcome } from '../../pipeline/job/workOnTask';
import type { PipelineIo } from '../runPipeline';
import { taskToolsOf } from './taskTools';

/** Does one task with progress on stderr. */
export async function doTask(
  job: Job,
  { task, threads }: { readonly task: string; readonly threads: number },
  io: PipelineIo,
): Promise<TaskOutcome['status']> {
  io.beginTask(task);
  try {
    const working = workOnTask(job, task, taskToolsOf(io, threads));
    return (await runSteps(working, (progress) => io.progress.show(progress))).status;
  } finally {
    io.progress.end();
  }
}
