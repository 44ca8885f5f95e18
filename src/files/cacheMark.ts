import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EXTENSION_NAME } from '../core/names';
import { systemErrorCode } from '../core/systemErrorCode';
import { makeFolder } from './makeFolder';

/** Of the Cache Directory Tagging Specification (bford.info/cachedir): programs that make backups pass such folders over. */
const TAG = 'CACHEDIR.TAG';
const CONTENT = `Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache of ${EXTENSION_NAME}. It may be deleted when no search is running.
`;

/**
 * Creates a folder for what can be made again. One that was empty bears our mark from then on, without which nothing in it is
 * ever deleted.
 * @throws the system's error
 */
export async function makeCache(folder: string): Promise<void> {
  await makeFolder(folder);
  if ((await readdir(folder)).length === 0) await markCache(folder);
}

/** Marks a folder that is known to be ours; one that is not there stays away. @throws the system's error */
export async function markCache(folder: string): Promise<void> {
  try {
    await writeFile(path.join(folder, TAG), CONTENT, { flag: 'wx' });
  } catch (error) {
    const code = systemErrorCode(error);
    if (code !== 'EEXIST' && code !== 'ENOENT') throw error;
  }
}

/** Whether we have made the folder: a cache folder that was set by mistake keeps what is in it. */
export async function isOwnCache(folder: string): Promise<boolean> {
  const found = await readFile(path.join(folder, TAG), 'utf8').catch(() => undefined); // absent, mostly
  return found === CONTENT;
}
