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
  const onProblem = (problem: string) => problems.push(problem);
  const runs = (await listAllRuns(location, onProblem)).map((summary) => openRun(location, summary));
  const found = await findWholeRun(runs, (run) => run.results(), onProblem);
  if (found !== undefined) return { run: found.run, results: found.parts, runs, problems };
  const [first] = problems;
  if (first === undefined) return undefined;
  throw new AppError('run-damaged', first);
}

/** The first of some runs that is whole, with what is read of it; `onProblem` is told in a sentence of each before it. */
export async function findWholeRun<T>(
  runs: readonly Run[],
  read: (run: Run) => Promise<T>,
  onProblem: (sentence: string) => void,
): Promise<{ readonly run: Run; readonly parts: T } | undefined> {
  for (const run of runs) {
    try {
      await run.check();
      return { run, parts: await read(run) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      onProblem(error.message);
    }
  }
  return undefined;
}
