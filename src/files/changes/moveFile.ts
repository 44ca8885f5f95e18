import { constants, type BigIntStats } from 'node:fs';
import {
  copyFile,
  link,
  lstat,
  open,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  unlink,
} from 'node:fs/promises';
import { AppError } from '../../core/appError';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message } from '../../core/words/message';
import { temporaryBeside } from '../atomicWrite';
import { retryInUse } from '../retryInUse';

/**
 * Gives a file, or a link, another name, never that of something that is there. Interrupted, it has one of its names or
 * both.
 * @throws AppError `source-changed` where the name is taken; the system's error.
 */
export async function moveFile(from: string, to: string): Promise<void> {
  const found = await lstat(from);
  try {
    if (found.isSymbolicLink()) await symlink(await readlink(from), to);
    else await link(from, to);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EEXIST') throw taken(to, error);
    if (code === 'EXDEV') await copyTo(from, to);
    else if (code !== undefined && WITHOUT_LINKS.has(code)) return renameFree(from, to);
    else throw error;
  }
  await retryInUse(() => unlink(from));
}

/** What file systems without hard links, or users who may not make one, are told; on Windows FAT says what becomes `EISDIR`. */
const WITHOUT_LINKS: ReadonlySet<string> = new Set([
  ...['EPERM', 'EMLINK', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'EISDIR', 'UNKNOWN'],
]);

async function renameFree(from: string, to: string): Promise<void> {
  if ((await lookAt(to)) !== undefined) throw taken(to);
  await retryInUse(() => rename(from, to));
}

async function linkOrRename(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!WITHOUT_LINKS.has(systemErrorCode(error) ?? '')) throw error;
    await renameFree(from, to);
  }
}

/** To another file system: the name appears with all of the content. */
async function copyTo(from: string, to: string): Promise<void> {
  const temporary = temporaryBeside(to);
  try {
    await copyFile(from, temporary, constants.COPYFILE_EXCL);
    await syncFile(temporary);
    await linkOrRename(temporary, to);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Makes what was copied last through a power cut; a file that may not be written is as safe as its system makes it. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, process.platform === 'win32' ? 'r+' : 'r');
  await handle.sync().finally(() => handle.close());
}

const taken = (file: string, cause?: unknown) =>
  new AppError('source-changed', message('write-back-name-taken', { file }), { cause });

/** How far a move has come: which name the file has, `both` where it was interrupted between; undefined: it is not known. */
export async function whereIs(from: string, to: string): Promise<'before' | 'after' | 'both' | undefined> {
  const [there, here] = [await lookAt(from), await lookAt(to)];
  if (there === undefined) return here === undefined ? undefined : 'after';
  if (here === undefined) return 'before';
  return (await isSame(there, here, from, to)) ? 'both' : undefined;
}

async function isSame(a: BigIntStats, b: BigIntStats, from: string, to: string): Promise<boolean> {
  if (a.dev === b.dev && a.ino === b.ino) return true;
  if (a.isSymbolicLink() && b.isSymbolicLink()) return (await readlink(from)) === (await readlink(to));
  // Between two file systems it was copied.
  return a.dev !== b.dev && a.isFile() && b.isFile() && (await readFile(from)).equals(await readFile(to));
}

/** Undefined where nothing is there. @throws the system's error for what cannot be looked at. */
export async function lookAt(file: string): Promise<BigIntStats | undefined> {
  try {
    return await lstat(file, { bigint: true });
  } catch (error) {
    const code = systemErrorCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    return undefined;
  }
}
