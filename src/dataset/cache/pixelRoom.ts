import { readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../core/systemErrorCode';
import { makeCache } from '../../files/cacheMark';
import { isRowFile } from './cacheNames';

/** Bytes that decoded images can take in a cache folder, including what is kept there already; undefined where the system does not tell. */
export async function pixelRoom(cacheFolder: string): Promise<number | undefined> {
  try {
    await makeCache(cacheFolder);
    const { blocks, bavail, bsize } = await statfs(cacheFolder);
    if (blocks === 0) return undefined;
    const caches = (await readdir(cacheFolder)).filter(isRowFile);
    const sizes = await Promise.all(
      caches.map(async (name) => (await stat(path.join(cacheFolder, name))).size),
    );
    return sizes.reduce((sum, size) => sum + size, bavail * bsize);
  } catch (error) {
    // The cache meets the same trouble later, and deals with it.
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}
