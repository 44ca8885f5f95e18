import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { AppError } from '../core/appError';
import { message } from '../core/words/message';

/**
 * Opens a file that somebody has named or that came with a dataset. A pipe or a device is not even opened: that may wait
 * for ever, or set something going. Folders are left to the caller's `read`, which fails with `EISDIR`.
 * @throws AppError `not-a-file`; the system's error
 */
export async function openInput(file: string): Promise<FileHandle> {
  await refuseSpecial(file);
  return open(file);
}

/** Reads all of such a file. @throws AppError `not-a-file`; the system's error */
export async function readInput(file: string): Promise<Buffer> {
  await refuseSpecial(file);
  return readFile(file);
}

async function refuseSpecial(file: string): Promise<void> {
  const found = await stat(file);
  if (!found.isFile() && !found.isDirectory())
    throw new AppError('not-a-file', message('input-special', { file }));
}
