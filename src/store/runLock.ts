import path from 'node:path';
import { AppError } from '../core/appError';
import { acquireLock, type LockHolder } from '../files/lock/lock';
import type { StoreLocation } from './location';
import { message, type Message } from '../core/words/message';

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
    message('run-in-progress', { holder: describe(attempt.holder), root, file }),
  );
}

function describe({ pid, host, since }: LockHolder): Message {
  const time = since.toISOString().slice(0, 16).replace('T', ' ');
  if (pid === undefined) return message('holder-since', { time });
  return host === undefined
    ? message('holder-process', { pid: `${pid}`, time })
    : message('holder-process-on', { pid: `${pid}`, host, time });
}
