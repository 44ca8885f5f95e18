import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { AppError } from '../../core/appError';
import { foldsName } from '../../core/plan/listTasks';
import type { Progress } from '../../core/run/progress';
import { message } from '../../core/words/message';
import { writeFileAtomic } from '../../files/atomicWrite';
import { acquireLock } from '../../files/lock/lock';
import { crossValidate } from '../../ml/train/crossValidate';
import { createFileSchedule } from '../../ml/train/files/foldFiles';
import { locateStore, runsFolder, storeAt } from '../../store/location';
import { analyze, type Executors } from '../analyze';
import { createJudge } from '../createJudge';
import type { NamedRun } from '../keep';
import type { Train } from '../networkJudge';
import { createEmbeddingsKeeper } from './cacheEmbeddings';
import { createPartReader } from './closenessTask';
import { foundChecks, readChecks } from './copiesTask';
import { isDone, jobFiles, type Job } from './jobFolder';
import { stateOf } from './jobImages';
import { createPlannedSource } from './plannedDataset';
import { createShardReader } from './shardRows';
import type { TaskTools } from './taskTools';

const mergedSchema = v.object({ key: v.string(), runId: v.string(), storeFolder: v.string() });
/** The run that a job has made. */
export type MergedRun = Readonly<v.InferOutput<typeof mergedSchema>>;

/** Between two looks whether another merge has ended. */
const LOOK_MS = 1000;
/** A machine that was lost during a merge leaves the lock of the dataset, too, which counts for a minute. */
const PATIENCE_MS = 75_000;

/**
 * Makes the run of the results of all tasks; where another process does so already, waits for it, and a while for another
 * run of the dataset. @returns its outputs.
 */
export async function* mergeJob(
  job: Job,
  tools: TaskTools,
): AsyncGenerator<Progress, readonly string[] | undefined> {
  const startedAt = tools.now().getTime();
  let isTold = false;
  for (;;) {
    const lock = await acquireLock(jobFiles.mergeLock(job.folder));
    if (lock.status === 'held')
      try {
        if (await isDone(job, { kind: 'merge' })) return undefined;
        return yield* makeRun(job, tools);
      } catch (error) {
        const isBusy = error instanceof AppError && error.code === 'run-in-progress';
        if (!isBusy || tools.now().getTime() - startedAt > PATIENCE_MS) throw error;
        if (!isTold) tools.log(`Waiting for another run of this dataset: ${error.message}`);
        isTold = true;
      } finally {
        await lock.release();
      }
    await setTimeout(LOOK_MS, undefined, { signal: tools.signal });
  }
}

async function* makeRun(job: Job, tools: TaskTools): AsyncGenerator<Progress, readonly string[]> {
  const { request } = job.plan;
  const { programFolder, now, signal, threads: cores } = tools;
  const before = await runBefore(job);
  if (before !== undefined) return outputsOf(job, before);
  await refuseOtherStore(job);
  const outcome = yield* analyze(request, {
    judge: createJudge(request, { ...tools, cores: 1, train: trainedBefore(job, tools) }),
    executors: await doneBefore(job, tools),
    decodeWorkerFile: path.join(programFolder, 'decodeWorker.js'),
    wasmFolder: programFolder,
    cores,
    now,
    signal,
    onNamed: (run) =>
      writeFileAtomic(jobFiles.run(job.folder), [`${JSON.stringify({ key: job.key, ...run })}\n`]),
  });
  if (outcome.status === 'cancelled') throw signal.reason;
  return outputsOf(job, outcome);
}

const outputsOf = ({ folder, plan: { request } }: Job, { runId, storeFolder }: NamedRun) => [
  path.join(runsFolder(storeAt(request.root, storeFolder)), runId, 'run.json'),
  jobFiles.run(folder),
];

/** A run in a store of this machine would be found nowhere else. */
async function refuseOtherStore({ folder, plan: { request, isMergedHere } }: Job): Promise<void> {
  const { root, fallbackStore } = request;
  if (isMergedHere || !(await locateStore(root, fallbackStore)).isFallback) return;
  throw new AppError('store-unwritable', message('plan-store-elsewhere', { root, folder }));
}

/** The run of a merge that was killed when the run was there, and its task not yet noted as done. */
async function runBefore(job: Job): Promise<MergedRun | undefined> {
  const merged = await readRunFile(job);
  if (merged?.key !== job.key) return undefined;
  const sizes = await Promise.all(outputsOf(job, merged).map(stateOf));
  return sizes.every(([bytes]) => bytes > 0) ? merged : undefined;
}

async function doneBefore(job: Job, { log }: TaskTools): Promise<Executors> {
  const checks = await readChecks(job);
  return {
    source: createPlannedSource(job),
    decode: createShardReader(job, createEmbeddingsKeeper(job, log)),
    startChecks: () => foundChecks(checks),
    compare: createPartReader(job),
  };
}

const trainedBefore =
  (job: Job, { log, signal }: TaskTools): Train =>
  (task) => {
    const by = task.plan.network === 'head' ? 'encoder' : 'network';
    const folder = jobFiles.folds(job.folder, by);
    const schedule = createFileSchedule({ folder, key: job.key }, (fold) => {
      const needs = { task: 'merge', needed: `${foldsName(by)}-${fold}` };
      return new AppError('task-not-ready', message('task-needs', needs));
    });
    return crossValidate(task, { schedule, log }, signal);
  };

/** The run that `mergeJob` has made. @throws AppError `bad-plan`. */
export async function readMerged(job: Job): Promise<MergedRun> {
  const merged = await readRunFile(job);
  if (merged === undefined)
    throw new AppError('bad-plan', message('plan-damaged', { file: jobFiles.run(job.folder) }));
  return merged;
}

async function readRunFile({ folder }: Job): Promise<MergedRun | undefined> {
  const text = await readFile(jobFiles.run(folder), 'utf8').catch(() => ''); // there is none, or none to read
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), mergedSchema), text);
  return parsed.success ? parsed.output : undefined;
}
