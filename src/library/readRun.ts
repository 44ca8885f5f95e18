import { findNewestRun } from '../store/newestRun';
import { toRun, type Run } from './run';
import { findStore, noRun, storeNotes } from './store';

/**
 * Reads the newest run of a dataset, made by this library, the command line or VS Code. Newer runs that cannot be read are
 * named in its warnings.
 * @throws LabelReviewError `folder-not-found`, `no-run`, `run-damaged`, `store-refused`.
 */
export async function readRun(folder: string): Promise<Run> {
  const location = await findStore(folder);
  const found = await findNewestRun(location);
  if (found === undefined) throw noRun(location);
  const { run, results, problems } = found;
  return toRun(location.root, run.summary, { results, notes: [...storeNotes(location), ...problems] });
}
