import { AppError } from '../../core/appError';
import { openJob } from '../../pipeline/job/jobFolder';
import { cancelled, EXIT, type ExitCode } from '../commandIo';
import { onlyFolder, parseFlags } from '../flags';
import { parsedFlags } from '../help/commandSpec';
import { THREADS_OPTION, WORK_SPEC } from '../help/jobSpecs';
import type { PipelineIo } from '../runPipeline';
import { doTask } from './doTask';

/** `work <job folder> --task <id>`: one task of a plan. */
export async function workCommand(args: readonly string[], io: PipelineIo): Promise<ExitCode> {
  const flags = parseFlags(args, parsedFlags(WORK_SPEC));
  const folder = onlyFolder(flags, 'work');
  const task = flags.text('task');
  if (task === undefined) throw new AppError('bad-usage', 'work needs --task ID.');
  const threads = flags.option(THREADS_OPTION);
  const status = await doTask(await openJob(folder), { task, threads }, io);
  if (status === 'cancelled') return cancelled(io, 'what is done is kept');
  io.say('info', status === 'done' ? `Done: ${task}.` : `Nothing to do: ${task} is done.`);
  return EXIT.done;
}
