import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { STORE_FOLDER } from '../core/names';
import { systemErrorCode } from '../core/systemErrorCode';

/**
 * Makes a folder and those above it. The dataset that a store lies in is never made: where it was moved away, what is written
 * must not go into an empty one in its old place.
 * @throws the system's error, `ENOENT` for a dataset that is no longer there.
 */
export async function makeFolder(folder: string): Promise<void> {
  const parts = path.resolve(folder).split(path.sep);
  const store = parts.lastIndexOf(STORE_FOLDER);
  if (store < 0) {
    await mkdir(folder, { recursive: true });
    return;
  }
  for (let end = store + 1; end <= parts.length; end++) await makeOne(parts.slice(0, end).join(path.sep));
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error;
  }
}
