import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { systemErrorCode } from '../core/systemErrorCode';
import { unwritable } from '../files/atomicWrite';
import type { StoreLocation } from './location';

/**
 * Keeps two runs from working on one dataset at the same time. A lock left by a process that no longer exists is
 * taken over.
 * @returns a function that releases the lock.
 * @throws AppError `run-in-progress`, `store-unwritable`.
 */
export async function lockRuns(location: StoreLocation): Promise<() => Promise<void>> {
  const file = path.join(location.folder, 'run.lock');
  if (!(await tryCreate(file))) {
    const owner = await readOwner(file);
    if (owner !== undefined && isAlive(owner))
      throw new AppError(
        'run-in-progress',
        `Another run (process ${owner}) is working on ${location.root}; wait for it or cancel it first.`,
      );
    await rm(file, { force: true });
    if (!(await tryCreate(file)))
      throw new AppError('run-in-progress', `Another run has just started on ${location.root}; wait for it.`);
  }
  return () => rm(file, { force: true });
}

async function tryCreate(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw unwritable(file, error);
  }
}

async function readOwner(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => ''); // Released between the two looks.
  const pid = Number.parseInt(text, 10);
  return Number.isNaN(pid) ? undefined : pid;
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}
