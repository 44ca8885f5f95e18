import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { systemErrorCode } from '../core/systemErrorCode';
import { message } from '../core/words/message';
import { makeFolder } from './makeFolder';
import { retryInUse } from './retryInUse';

type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

export interface AtomicWriteOptions {
  /** False for what is cheap to make again: a crash of the computer may then empty the file. */
  readonly durable?: boolean;
}

/**
 * Replaces `file` with `chunks`, so that a reader or a crash finds the old content or the new, never a part:
 * temporary file beside it, fsync, rename, fsync of the folder.
 * @throws AppError `store-unwritable` when the folder or file cannot be written.
 */
export async function writeFileAtomic(
  file: string,
  chunks: Chunks,
  { durable = true }: AtomicWriteOptions = {},
): Promise<void> {
  const folder = path.dirname(file);
  const temporary = temporaryBeside(file);
  try {
    await makeFolder(folder);
    await writeNew(temporary, chunks, durable);
    await retryInUse(() => rename(temporary, file));
    if (durable) await syncFolder(folder);
  } catch (cause) {
    // The first failure is the one to report.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(file, cause);
  }
}

/** A hidden name beside `file` that no other process uses. */
export function temporaryBeside(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
}

/** Whether `temporaryBeside` has made the name: what a crash has left over. */
export const isTemporary = (name: string): boolean => /^\..+\.[0-9a-f]{12}\.tmp$/.test(name);

async function writeNew(file: string, chunks: Chunks, durable: boolean): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    for await (const chunk of chunks) await handle.writeFile(chunk);
    if (durable) await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the new name last through a power cut, where the system lets a folder be synced: Windows does not. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // The content is in place; a file system that refuses this offers nothing better.
    if (systemErrorCode(error) === undefined) throw error;
  }
}

/** The error for a file that cannot be written, or `cause` itself when it is not about the file system. */
export function unwritable(file: string, cause: unknown): unknown {
  const code = systemErrorCode(cause);
  if (code === undefined) return cause;
  // Folders are made as needed, but for the one that all is about.
  const why =
    code === 'ENOENT' ? message('store-gone', { file }) : message('store-unwritable', { file, code });
  return new AppError('store-unwritable', why, { cause });
}
