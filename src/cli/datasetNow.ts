import { AppError } from '../core/appError';
import type { DatasetIndex } from '../core/dataset/dataset';
import type { RunSummary } from '../core/run/run';
import { runSteps } from '../core/steps';
import { discoverAgain } from '../pipeline/sinceRun/discoverAgain';
import type { CommandIo } from './commandIo';
import { createProgressLine } from './progressLine';

/**
 * The images and labels of a dataset as they are now, which may be newer than a run. Undefined, after a warning, where that
 * cannot be told, as when the label file is gone.
 */
export async function findDatasetNow(
  root: string,
  summary: RunSummary,
  io: CommandIo,
): Promise<DatasetIndex | undefined> {
  const line = createProgressLine(io);
  try {
    return await runSteps(discoverAgain(root, summary, io.signal), (progress) => {
      if (io.isTerminal) line.show(progress);
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    line.end();
    io.writeError(
      `Warning: Exported are the labels as they were when they were searched, for they cannot be read now. ${error.message}\n`,
    );
    return undefined;
  } finally {
    line.end();
  }
}
