import { AppError } from '../core/appError';
import type { DatasetIndex } from '../core/dataset/dataset';
import type { RunSummary } from '../core/run/run';
import { runSteps } from '../core/steps';
import { discoverAgain } from '../pipeline/sinceRun/discoverAgain';
import type { StoreLocation } from '../store/location';
import type { CommandIo } from './commandIo';

/**
 * The images and labels of a dataset as they are now, which may be newer than a run. Undefined, after a warning, where that
 * cannot be told, as when the label file is gone.
 */
export async function findDatasetNow(
  location: StoreLocation,
  summary: RunSummary,
  io: CommandIo,
): Promise<DatasetIndex | undefined> {
  const { progress: display } = io;
  try {
    return await runSteps(discoverAgain(location, summary, io.signal), (progress) => {
      if (display.isFleeting) display.show(progress);
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    io.say(
      'warning',
      `Exported are the labels as they were when they were searched, for they cannot be read now. ${error.message}`,
    );
    return undefined;
  } finally {
    display.end();
  }
}
