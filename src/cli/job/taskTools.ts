import { PACKAGES_VARIABLE } from '../../core/names';
import type { TaskTools } from '../../pipeline/job/taskTools';
import type { PipelineIo } from '../runPipeline';

/** What tasks are done with on this machine. */
export const taskToolsOf = (io: PipelineIo, threads: number): TaskTools => ({
  programFolder: io.programFolder,
  packagesFolder: io.environment[PACKAGES_VARIABLE],
  threads,
  now: () => new Date(),
  log: (sentence) => io.say('info', sentence),
  signal: io.signal,
});
