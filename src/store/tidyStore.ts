import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { lacksSubject } from '../core/review/completeEntry';
import type { JournalEntry } from '../core/review/review';
import { systemErrorCode } from '../core/systemErrorCode';
import { isTemporary } from '../files/atomicWrite';
import { isOwnCache } from '../files/cacheMark';
import { cacheFolder, isOwnStore, runsFolder, type StoreLocation } from './location';
import { isCreatedRunId, listRuns } from './runs';

/** So many finished runs stay: learning from decisions makes many. */
export const KEPT_RUNS = 20;
/** What is being written is younger. */
const OLD_MS = 3_600_000;

interface TidyOptions {
  /** The journal. What its lines of version 0.1.0 are about, only the runs of their time say: then all runs stay. */
  readonly entries: readonly JournalEntry[];
  readonly now: Date;
}

/**
 * Removes what nothing needs any more: runs that were broken off, finished runs but the newest `KEPT_RUNS`, and temporary files
 * that a crash has left. To be called while the store is locked for a run, as a run that is being written looks broken off.
 * Runs that cannot be read stay: they may be of a newer version. So do those with a name that somebody has given. So does everything where the store is not marked as ours.
 */
export async function tidyStore(location: StoreLocation, { entries, now }: TidyOptions): Promise<void> {
  if (!(await isOwnStore(location))) return;
  const folders = await namesIn(runsFolder(location));
  const inFolder = (id: string) => path.join(runsFolder(location), id);
  for (const id of folders.filter(isCreatedRunId)) {
    const files = await namesIn(inFolder(id));
    if (!files.includes('run.json')) await remove(inFolder(id));
    else await removeTemporaries(inFolder(id), files, now);
  }
  const cache = cacheFolder(location);
  for (const folder of [location.folder, ...((await isOwnCache(cache)) ? [cache] : [])])
    await removeTemporaries(folder, await namesIn(folder), now);
  const needsRuns = entries.some(
    (entry) => entry.type === 'decide' && entry.decisions.some((decided) => lacksSubject(decided)),
  );
  if (needsRuns) return;
  for (const { id } of (await listRuns(location)).slice(KEPT_RUNS))
    if (isCreatedRunId(id)) await remove(inFolder(id));
}

async function removeTemporaries(folder: string, names: readonly string[], now: Date): Promise<void> {
  for (const name of names.filter(isTemporary)) {
    const file = path.join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity })); // gone by now
    if (now.getTime() - mtimeMs > OLD_MS) await remove(file);
  }
}

/** What another window has open may stay, on Windows: next time. */
async function remove(fileOrFolder: string): Promise<void> {
  try {
    await rm(fileOrFolder, { recursive: true, force: true });
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return [];
    throw error;
  }
}
