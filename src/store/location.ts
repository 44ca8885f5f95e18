import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { STORE_FOLDER } from '../core/names';
import { unwritable, writeFileAtomic } from '../files/atomicWrite';

/** Where the decisions, runs and caches of one dataset are kept. */
export interface StoreLocation {
  /** The dataset's folder. */
  readonly root: string;
  /** The `.label-review` folder: in the dataset, or elsewhere when that is read-only. */
  readonly folder: string;
  readonly isFallback: boolean;
}

/** Decides where the store of the dataset at `root` is; writes nothing. A folder under `fallbackParent` stands in for a read-only dataset. */
export async function locateStore(root: string, fallbackParent: string): Promise<StoreLocation> {
  const folder = path.join(root, STORE_FOLDER);
  const writable = (await isWritable(folder)) ?? (await isWritable(root)) ?? false;
  if (writable) return { root, folder, isFallback: false };
  const name = `${path.basename(root)}-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`;
  return { root, folder: path.join(fallbackParent, name), isFallback: true };
}

/** The store that is known to be in `folder`. */
export function storeAt(root: string, folder: string): StoreLocation {
  return { root, folder, isFallback: folder !== path.join(root, STORE_FOLDER) };
}

/** Undefined when `folder` does not exist. */
async function isWritable(folder: string): Promise<boolean | undefined> {
  try {
    await stat(folder);
  } catch {
    // Absent, or in a folder that cannot be read; the caller then asks about the parent.
    return undefined;
  }
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Creates the store's folder, with a `.gitignore` that keeps all but the journal out of version control. */
export async function ensureStore(location: StoreLocation): Promise<void> {
  try {
    await mkdir(location.folder, { recursive: true });
  } catch (cause) {
    throw unwritable(location.folder, cause);
  }
  const gitignore = path.join(location.folder, '.gitignore');
  const exists = await stat(gitignore).then(
    () => true,
    () => false,
  );
  if (!exists) await writeFileAtomic(gitignore, ['/*\n!/.gitignore\n!/decisions.jsonl\n']);
}

export const journalFile = (location: Pick<StoreLocation, 'folder'>) =>
  path.join(location.folder, 'decisions.jsonl');
export const runsFolder = (location: StoreLocation) => path.join(location.folder, 'runs');
export const cacheFolder = (location: StoreLocation) => path.join(location.folder, 'cache');
/** Of a training that has not ended. */
export const checkpointsFolder = (location: StoreLocation) => path.join(cacheFolder(location), 'checkpoints');
export const thumbnailsFolder = (location: StoreLocation) => path.join(cacheFolder(location), 'thumbnails');
