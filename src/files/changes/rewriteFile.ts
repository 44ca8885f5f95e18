import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, link, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../core/systemErrorCode';
import { retryInUse } from '../retryInUse';
import { lookAt, syncFile } from './moveFile';
import { hashFile } from './editedFile';

/**
 * Where a file's new content waits, beside it: hidden, named so that it is found again by the record, and by `isTemporary`
 * taken for what it is when it is left over.
 */
export function stagedName(file: string, id: string): string {
  const name = path.basename(file);
  const digits = createHash('sha256').update(`${id}\0${name}`).digest('hex').slice(0, 12);
  return path.join(path.dirname(file), `.${name}.${digits}.tmp`);
}

/** Writes new content beside a file, with the file's mode. */
export async function stage(file: string, content: AsyncIterable<Uint8Array>, id: string): Promise<void> {
  const staged = stagedName(file, id);
  await rm(staged, { force: true });
  const { mode } = await stat(file);
  const handle = await open(staged, 'wx');
  try {
    for await (const piece of content) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(staged, mode & 0o7777);
}

/** Puts what was staged in the place of the file. */
export const commitStaged = (file: string, id: string): Promise<void> =>
  retryInUse(() => rename(stagedName(file, id), file));

export const dropStaged = (file: string, id: string): Promise<void> =>
  retryInUse(() => rm(stagedName(file, id), { force: true }));

/** Keeps a copy of a file under another name, which appears whole; one that is there stays. */
export async function keepOriginal(file: string, original: string, id: string): Promise<void> {
  const temporary = stagedName(original, id);
  await rm(temporary, { force: true });
  await copyFile(file, temporary, constants.COPYFILE_EXCL);
  try {
    await syncFile(temporary);
    await link(temporary, original);
  } catch (error) {
    const isFree = (await lookAt(original)) === undefined;
    if (systemErrorCode(error) !== 'EEXIST' && isFree) await retryInUse(() => rename(temporary, original));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The hash of a file's content; undefined where there is none. */
export async function hashOf(file: string): Promise<string | undefined> {
  const found = await lookAt(file);
  return found?.isFile() === true ? hashFile(file) : undefined;
}
