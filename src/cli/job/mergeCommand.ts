import { FAIL_OVER_OPTION } from '../../core/run/scanOptions';
import { openJob, type Job } from '../../pipeline/job/jobFolder';
import { readMerged } from '../../pipeline/job/mergeTask';
import { cancelled, type ExitCode } from '../commandIo';
import { finishScan, type ScanOutputs } from '../finishScan';
import { onlyFolder, parseFlags, type Flags } from '../flags';
import { parsedFlags } from '../help/commandSpec';
import { MERGE_SPEC, THREADS_OPTION } from '../help/jobSpecs';
import { outputFlag } from '../outputFlag';
import { REPORT_FLAG, reportFlag } from '../reportFlag';
import { readFinished, type PipelineIo } from '../runPipeline';
import { doTask } from './doTask';

/** `merge <job folder>`: the run of a plan, then the table of images and, with `--json`, an object about the run. */
export async function mergeCommand(args: readonly string[], io: PipelineIo): Promise<ExitCode> {
  const flags = parseFlags(args, parsedFlags(MERGE_SPEC));
  const job = await openJob(onlyFolder(flags, 'merge'));
  const outputs = await mergeOutputs(flags, job);
  return mergeTo(job, { outputs, threads: flags.option(THREADS_OPTION) }, io);
}

/** What flags say of what is to come out of a job, looked at before anything is done. @throws AppError `bad-output`. */
export async function mergeOutputs(flags: Flags, { plan: { request } }: Job): Promise<ScanOutputs> {
  const failOver = flags.option(FAIL_OVER_OPTION);
  const inputs = [request.labels?.file, request.options.encoder, request.options.encoderOrder];
  const out = await outputFlag(flags, inputs);
  const report = await reportFlag(flags, REPORT_FLAG, { inputs, out });
  return { request, out, report, failOver, isJson: flags.has('json') };
}

/** Makes the run of a job, if that is not done, and what is to come out. */
export async function mergeTo(
  job: Job,
  { outputs, threads }: { readonly outputs: ScanOutputs; readonly threads: number },
  io: PipelineIo,
): Promise<ExitCode> {
  const status = await doTask(job, { task: 'merge', threads }, io);
  if (status === 'cancelled') return cancelled(io, 'what is done is kept');
  return finishScan(await readFinished(job.plan.request, await readMerged(job), io), outputs, io);
}
