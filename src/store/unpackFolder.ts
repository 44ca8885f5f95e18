import path from 'node:path';
import { STORE_FOLDER } from '../core/names';
import { checkStore } from './checkStore';
import { cacheFolder, ensureStore, storeAt } from './location';

/**
 * Makes the folder for what is unpacked of a dataset whose images cannot be read where they are. It is in the dataset's own store, wherever
 * the cache is: images are looked for below the dataset only.
 * @returns its absolute path.
 * @throws AppError `store-refused`, `store-unwritable`.
 */
export async function makeUnpackFolder(root: string): Promise<string> {
  const folder = path.join(root, STORE_FOLDER);
  await checkStore(folder);
  const location = storeAt(root, folder);
  await ensureStore(location);
  return path.join(cacheFolder(location), 'unpacked');
}
