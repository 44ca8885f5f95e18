import { FAIL_OVER_OPTION } from '../../core/run/scanOptions';
import { openJob } from '../../pipeline/job/jobFolder';
import { readMerged } from '../../pipeline/job/mergeTask';
import { cancelled, type ExitCode } from '../commandIo';
import { finishScan } from '../finishScan';
import { onlyFolder, parseFlags } from '../flags';
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
  const { request } = job.plan;
  const failOver = flags.option(FAIL_OVER_OPTION);
  const inputs = [request.labels?.file, request.options.encoder, request.options.encoderOrder];
  const out = await outputFlag(flags, inputs);
  const report = await reportFlag(flags, REPORT_FLAG, { inputs, out });
  const status = await doTask(job, { task: 'merge', threads: flags.option(THREADS_OPTION) }, io);
  if (status === 'cancelled') return cancelled(io);
  const finished = await readFinished(request, await readMerged(job), io);
  return finishScan(finished, { request, out, report, failOver, isJson: flags.has('json') }, io);
}
