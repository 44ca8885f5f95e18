import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { version } from '../../../package.json';
import { AppError } from '../../core/appError';
import { PLAN_FILE } from '../../core/plan/jobPlan';
import type { AnalyzeOutcome } from '../../core/run/analyzeRequest';
import type { PlanOutcome } from '../../core/run/jobRequests';
import type { Progress } from '../../core/run/progress';
import { wordMessage } from '../../core/words/message';
import { readClusterAddress } from '../../ray/clusterAddress';
import { clusterHeaders } from '../../ray/clusterHeaders';
import { createJobsClient, type JobsClient } from '../../ray/jobsClient';
import { checkCluster, placeDriver, watchJob, type JobOutcome } from '../../ray/runJob';
import { submissionIdOf, submitPlan } from '../../ray/submitPlan';
import type { Trainer } from '../../worker/client/client';
import type { Log } from '../log';
import { CLOSING, type RunRequest, type RunTools } from '../runs/runController';
import type { RayAnswers, RayJobInHand, RayMemory } from './rayMemory';

export interface RayRunOptions {
  readonly memory: RayMemory;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** The folder of the built program. */
  readonly programFolder: string;
  readonly fallbackStore: string;
  readonly cacheFolder: () => string | undefined;
  readonly startTrainer: (onProgress: (progress: Progress) => void) => Promise<Trainer>;
  readonly environment: NodeJS.ProcessEnv;
}

/** Runs on a cluster: each plans or merges in a trainer process, and only asks how far it is in between. */
export function createRayRuns(options: RayRunOptions) {
  const { memory } = options;
  const clientOf = (address: string) =>
    createJobsClient({ address: readClusterAddress(address), headers: clusterHeaders(options.environment) });
  const follow = (job: RayJobInHand, client: JobsClient, tools: RunTools) =>
    followToEnd(options, { job, client }, tools);
  return {
    /** Plans a search, starts it, and follows it to its end. @throws AppError. */
    async start(request: RunRequest, given: RayAnswers, tools: RunTools): Promise<AnalyzeOutcome> {
      const client = clientOf(given.address);
      await checkCluster(client);
      const planned = await planSearch(options, { request, folder: given.folder }, tools);
      if (planned === undefined || tools.signal.aborted) return { status: 'cancelled' };
      const { folder, program } = given;
      await placeDriver(folder, options.programFolder);
      const plan = await readFile(path.join(folder, PLAN_FILE), 'utf8');
      const driver = { folder, python: 'python', program };
      const { tasks, isReadyToMerge: hasResults } = planned;
      const submitted = { id: submissionIdOf({ plan, folder }), hasResults };
      const { submissionId } = await submitPlan(client, submitted, driver);
      const job = { root: request.root, address: given.address, folder, submissionId, tasks };
      await memory.setJob(job);
      return follow(job, client, tools);
    },
    /** Goes on with a job that another window has started: follows it, unless it is done, and makes the run. @throws AppError. */
    resume: async (job: RayJobInHand, tools: RunTools): Promise<AnalyzeOutcome> =>
      job.isDone === true ? makeRun(options, job, tools) : follow(job, clientOf(job.address), tools),
  };
}
export type RayRuns = ReturnType<typeof createRayRuns>;

/** @returns undefined when it is given up. */
async function planSearch(
  { startTrainer, fallbackStore, cacheFolder }: RayRunOptions,
  { request, folder }: { readonly request: RunRequest; readonly folder: string },
  { signal, show }: RunTools,
): Promise<PlanOutcome | undefined> {
  const { root, options, filterBy, chooseLabels } = request;
  const trainer = await startTrainer(show);
  try {
    const chosen =
      typeof chooseLabels === 'function'
        ? await chooseLabels(await trainer.inspect({ root }, signal), signal)
        : chooseLabels;
    if (chosen === undefined) return undefined;
    const search = { root, ...chosen, fallbackStore, cacheFolder: cacheFolder(), options, filterBy };
    return await trainer.plan({ request: search, folder }, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    await trainer.dispose();
  }
}

async function followToEnd(
  options: RayRunOptions,
  { job, client }: { readonly job: RayJobInHand; readonly client: JobsClient },
  tools: RunTools,
): Promise<AnalyzeOutcome> {
  const { memory, log } = options;
  const { submissionId, tasks } = job;
  log.info(`${job.root}: job ${submissionId} on ${client.address}`);
  tools.show({ phase: 'tasks', done: 0, total: 0, tasksDone: 0, tasks });
  const outcome = await watch(client, { job, log }, tools).catch(async (error: unknown) => {
    // One that cannot be reached may go on: it is looked for again when the window opens.
    if (error instanceof AppError && error.code === 'ray-job-failed') await memory.setJob(undefined);
    throw error;
  });
  if (outcome === 'left') return { status: 'cancelled' };
  const isDone = outcome === 'done';
  await memory.setJob(isDone ? { ...job, isDone, isSaid: false } : undefined);
  return isDone ? makeRun(options, job, tools) : { status: 'cancelled' };
}

/** The run of a job that is done. What comes in between leaves it to the next window; only a bug or whoever cancels ends it. */
async function makeRun(
  { memory, startTrainer }: RayRunOptions,
  { folder }: RayJobInHand,
  { signal, show }: RunTools,
): Promise<AnalyzeOutcome> {
  let isToGoOn = true;
  try {
    const trainer = await startTrainer(show);
    try {
      const outcome = await trainer.merge({ folder }, signal);
      isToGoOn = outcome.status === 'cancelled' && signal.reason === CLOSING;
      return outcome;
    } finally {
      await trainer.dispose();
    }
  } catch (error) {
    isToGoOn = error instanceof AppError || signal.reason === CLOSING;
    throw error;
  } finally {
    if (!isToGoOn) await memory.setJob(undefined);
  }
}

/** A window that closes leaves the job alone; whoever cancels stops it. */
function watch(
  client: JobsClient,
  { job, log }: { readonly job: RayJobInHand; readonly log: RayRunOptions['log'] },
  { signal, show }: RunTools,
): Promise<JobOutcome> {
  const stop = new AbortController();
  const leave = new AbortController();
  const heed = () => (signal.reason === CLOSING ? leave : stop).abort();
  if (signal.aborted) heed();
  else signal.addEventListener('abort', heed, { once: true });
  return watchJob(
    client,
    { ...job, version },
    {
      signal: stop.signal,
      leave: leave.signal,
      onProgress: show,
      onSay: (kind, sentence) =>
        kind === 'warning' ? log.warn(wordMessage(sentence)) : log.info(wordMessage(sentence)),
    },
  );
}
