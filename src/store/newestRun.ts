import { AppError } from '../core/appError';
import type { RunResults } from '../core/run/resultColumns';
import type { StoreLocation } from './location';
import { openRun, type Run } from './openRun';
import { listAllRuns } from './allRuns';

/** The newest run that can be read, with what it says of the images. */
export interface NewestRun {
  readonly run: Run;
  readonly results: RunResults;
  /** All whose summary can be read, newest first. */
  readonly runs: readonly Run[];
  /** Of newer runs that cannot be read, why. */
  readonly problems: readonly string[];
}

/**
 * Looks for the newest run whose files are all there and agree with each other. Undefined when nothing has been searched.
 * @throws AppError `run-damaged` when there are runs, and none can be read.
 */
export async function findNewestRun(location: StoreLocation): Promise<NewestRun | undefined> {
  const problems: string[] = [];
  const runs = (await listAllRuns(location, (problem) => problems.push(problem))).map((summary) =>
    openRun(location, summary),
  );
  for (const run of runs) {
    try {
      return { run, results: await run.results(), runs, problems };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push(error.message);
    }
  }
  const [first] = problems;
  if (first === undefined) return undefined;
  throw new AppError('run-damaged', first);
}
