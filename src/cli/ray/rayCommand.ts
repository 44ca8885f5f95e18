import { readFile } from 'node:fs/promises';
import { AppError } from '../../core/appError';
import { wordMessage } from '../../core/words/message';
import { jobFiles, openJob, type Job } from '../../pipeline/job/jobFolder';
import { isReadyToMerge } from '../../pipeline/job/workOnTask';
import { readClusterAddress } from '../../ray/clusterAddress';
import { clusterHeaders } from '../../ray/clusterHeaders';
import { createJobsClient, type JobsClient } from '../../ray/jobsClient';
import { checkCluster, placeDriver, watchJob, type JobOutcome } from '../../ray/runJob';
import { submissionIdOf, submitPlan, type DriverOptions } from '../../ray/submitPlan';
import { cancelled, EXIT, type ExitCode } from '../commandIo';
import { onlyFolder, parseFlags, type Flags } from '../flags';
import { parsedFlags } from '../help/commandSpec';
import { RAY_SPEC, WAIT_OPTION } from '../help/raySpec';
import { mergeOutputs, mergeTo } from '../job/mergeCommand';
import type { PipelineIo } from '../runPipeline';

/** `ray <job folder> --address URL`: a plan on a cluster, started or watched, then its run as by `merge`. */
export async function rayCommand(args: readonly string[], io: PipelineIo): Promise<ExitCode> {
  const flags = parseFlags(args, parsedFlags(RAY_SPEC));
  const client = clientOf(flags, io);
  const job = await openJob(onlyFolder(flags, 'ray'));
  const outputs = await mergeOutputs(flags, job);
  await checkCluster(client);
  if (io.signal.aborted) return cancelled(io);
  const submissionId = await start(client, { job, options: driverOptions(flags, job) }, io);
  if (flags.has('detach')) return EXIT.done;
  const outcome = await watch(client, { job, submissionId }, io);
  if (outcome === 'done') return mergeTo(job, { outputs, threads: 1 }, io);
  io.say('info', 'The job has stopped. What is done is kept, and the same command goes on from there.');
  return EXIT.cancelled;
}

function clientOf(flags: Flags, io: PipelineIo): JobsClient {
  const address = flags.text('address');
  if (address === undefined) throw new AppError('bad-usage', 'ray needs --address URL.');
  return createJobsClient({ address: readClusterAddress(address), headers: clusterHeaders(io.environment) });
}

const driverOptions = (flags: Flags, { folder }: Job): DriverOptions => ({
  folder,
  python: flags.text('python') ?? 'python',
  program: flags.text('program'),
  install: flags.text('install'),
  waitSeconds: flags.option(WAIT_OPTION),
});

/** @returns the id of the job. */
async function start(
  client: JobsClient,
  { job, options }: { readonly job: Job; readonly options: DriverOptions },
  io: PipelineIo,
): Promise<string> {
  await placeDriver(job.folder, io.programFolder);
  const plan = await readFile(jobFiles.plan(job.folder), 'utf8');
  const id = submissionIdOf({ plan, folder: job.folder });
  const hasResults = await isReadyToMerge(job);
  const { submissionId, isNew } = await submitPlan(client, { id, hasResults }, options);
  const where = `job ${submissionId} on ${client.address}`;
  io.say('info', isNew ? `Started ${where}.` : `Watching ${where}, which was started before.`);
  return submissionId;
}

async function watch(
  client: JobsClient,
  { job: { folder, plan }, submissionId }: { readonly job: Job; readonly submissionId: string },
  io: PipelineIo,
): Promise<JobOutcome> {
  const told = { submissionId, folder, root: plan.request.root, version: plan.version };
  try {
    return await watchJob(client, told, {
      signal: io.signal,
      onProgress: (progress) => io.progress.show(progress),
      onSay: (kind, sentence) => io.say(kind, wordMessage(sentence)),
    });
  } finally {
    io.progress.end();
  }
}
