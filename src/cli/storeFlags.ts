import path from 'node:path';
import { userCacheFolder } from '../store/userCacheFolder';
import type { CommandIo } from './commandIo';
import type { Flags } from './flags';

/** Of commands that look at images. */
export const CACHE_FLAG = 'cache-folder';

/** Where a dataset's store and cache are, if not in the dataset. */
export function storeFlags(
  flags: Flags,
  io: CommandIo,
): { readonly fallbackStore: string; readonly cacheFolder: string | undefined } {
  const cacheFolder = flags.text(CACHE_FLAG);
  return {
    fallbackStore: userCacheFolder(io.environment, process.platform),
    cacheFolder: cacheFolder === undefined ? undefined : path.resolve(cacheFolder),
  };
}
