import path from 'node:path';
import { AppError } from '../core/appError';
import { acquireLock, type LockHolder } from '../files/lock';
import type { StoreLocation } from './location';

/**
 * Keeps two runs from working on one dataset at the same time. A lock left by a process that no longer exists is
 * taken over.
 * @returns a function that releases the lock.
 * @throws AppError `run-in-progress`, `store-unwritable`.
 */
export async function lockRuns({ root, folder }: StoreLocation): Promise<() => Promise<void>> {
  const file = path.join(folder, 'run.lock');
  const attempt = await acquireLock(file);
  if (attempt.status === 'held') return attempt.release;
  throw new AppError(
    'run-in-progress',
    `Another run (${describe(attempt.holder)}) is working on ${root}; wait for it or cancel it first. ` +
      `If it no longer exists, try again in a minute or delete ${file}.`,
  );
}

function describe({ pid, host, since }: LockHolder): string {
  const time = `since ${since.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (pid === undefined) return time;
  return `process ${pid}${host === undefined ? '' : ` on ${host}`}, ${time}`;
}
