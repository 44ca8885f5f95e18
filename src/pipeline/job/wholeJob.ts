/** The beginning and the end of a job whose tasks others work on, for a program that only follows it. */
import { availableParallelism } from 'node:os';
import type { AnalyzeOutcome } from '../../core/run/analyzeRequest';
import type { MergeRequest, PlanOutcome, PlanRequest } from '../../core/run/jobRequests';
import type { Progress } from '../../core/run/progress';
import { openJob } from './jobFolder';
import { makePlan } from './makePlan';
import { readMerged } from './mergeTask';
import type { TaskTools } from './taskTools';
import { isReadyToMerge, workOnTask } from './workOnTask';

type Program = Omit<TaskTools, 'threads' | 'now'>;

const toolsOf = (program: Program, threads: number): TaskTools => ({
  ...program,
  threads,
  now: () => new Date(),
});

/** Divides a search into tasks. @throws as `makePlan`. */
export async function* planSearch(
  { request, folder }: PlanRequest,
  program: Program,
): AsyncGenerator<Progress, PlanOutcome> {
  const { tasks } = yield* makePlan(request, { folder, shards: undefined }, toolsOf(program, 1));
  return { tasks: tasks.length, isReadyToMerge: await isReadyToMerge(await openJob(folder)) };
}

/** Makes the run of a job, unless that is done. @throws as `workOnTask`. */
export async function* mergePlanned(
  { folder }: MergeRequest,
  program: Program,
): AsyncGenerator<Progress, AnalyzeOutcome> {
  const job = await openJob(folder);
  const outcome = yield* workOnTask(job, 'merge', toolsOf(program, availableParallelism()));
  if (outcome.status === 'cancelled') return outcome;
  const { runId, storeFolder } = await readMerged(job);
  return { status: 'done', runId, storeFolder };
}
