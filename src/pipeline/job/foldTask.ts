import path from 'node:path';
import type { OpinionName } from '../../core/run/opinions';
import type { Progress } from '../../core/run/progress';
import { mapSteps } from '../../core/steps';
import { foldResultFile, trainFoldInFolder } from '../../ml/train/files/foldFiles';
import { createThreadSchedule } from '../../ml/train/threadSchedule';
import { jobFiles, refuseReplaced, type Job } from './jobFolder';
import type { TaskTools } from './taskTools';

/** Another machine may have another backend, or be faster with it. */
const NO_SPEEDS = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };

/** Trains the model of a fold; one that was interrupted goes on. @returns its outputs. */
export async function* trainFoldOfJob(
  job: Job,
  { by, fold }: { readonly by: OpinionName; readonly fold: number },
  { programFolder, packagesFolder, threads, log, signal }: TaskTools,
): AsyncGenerator<Progress, readonly string[]> {
  const { plan } = job;
  const folder = jobFiles.folds(job.folder, by);
  const schedule = createThreadSchedule({
    foldWorkerFile: path.join(programFolder, 'foldWorker.js'),
    wasmFolder: programFolder,
    packagesFolder,
    threads,
    backend: plan.request.options.backend,
    speeds: NO_SPEEDS,
    log,
  });
  const beforeResult = () => refuseReplaced(job);
  const training = trainFoldInFolder({ folder, fold, schedule, threads, beforeResult, log, signal });
  yield* mapSteps(training, (step): Progress => ({ phase: 'train', by, ...step }));
  return [foldResultFile(folder, fold)];
}
