import { mkdir, readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../core/systemErrorCode';
import { PIXEL_FILE_PREFIX } from './pixelCache';

/** Bytes that pixel caches in a folder can take, including what they take already; undefined where the system does not tell. */
export async function pixelRoom(cacheFolder: string): Promise<number | undefined> {
  try {
    await mkdir(cacheFolder, { recursive: true });
    const { blocks, bavail, bsize } = await statfs(cacheFolder);
    if (blocks === 0) return undefined;
    const caches = (await readdir(cacheFolder)).filter((name) => name.startsWith(PIXEL_FILE_PREFIX));
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
