import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, lstat, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { STORE_FOLDER } from '../core/names';
import { message } from '../core/words/message';
import type { StorePlaces } from '../core/words/describeStore';
import { unwritable, writeFileAtomic } from '../files/atomicWrite';
import { isOwnCache, makeCache, markCache } from '../files/cacheMark';
import { insideOf } from '../files/insideOf';
import { makeFolder } from '../files/makeFolder';
import { checkStore } from './checkStore';

/** Where the decisions, runs and caches of one dataset are kept. */
export interface StoreLocation extends StorePlaces {
  /** The dataset's folder. */
  readonly root: string;
  /** The folder of the cache where that is elsewhere; absent: in the store. */
  readonly cache?: string;
}

/**
 * Decides where the store of the dataset at `root` is, and looks through it: nothing outside is reached from it. Writes
 * nothing. A folder under `fallbackParent` stands in for a read-only dataset; one under `cacheParent` is the cache, if given.
 * @throws AppError `store-refused`.
 */
export async function locateStore(
  root: string,
  fallbackParent: string,
  { cacheParent }: { readonly cacheParent?: string | undefined } = {},
): Promise<StoreLocation> {
  const folder = path.join(root, STORE_FOLDER);
  const name = nameOfDataset(root);
  const fallback = path.join(fallbackParent, name);
  // Thumbnails there would be images of the dataset.
  if (cacheParent !== undefined && insideOf(root, cacheParent) !== undefined)
    throw new AppError('store-refused', message('cache-in-dataset', { folder: cacheParent, root }));
  const cache = cacheParent === undefined ? undefined : path.join(cacheParent, name);
  const isFallback = !(await isStoreWritable(root, folder));
  const [own, other] = isFallback ? [fallback, folder] : [folder, fallback];
  await checkStore(own);
  if (cache !== undefined) await checkStore(cache);
  return {
    root,
    folder: own,
    isFallback,
    ...(cache !== undefined && { cache }),
    ...(await findOther(other)),
  };
}

/** For a folder outside the dataset; the same whichever way the letter of a Windows drive is written: VS Code writes a small one. */
function nameOfDataset(root: string): string {
  const written = root.replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
  return `${path.basename(root)}-${createHash('sha256').update(written).digest('hex').slice(0, 12)}`;
}

async function isStoreWritable(root: string, folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined); // absent, or out of reach
  // Whether what a link leads to can be written does not matter: it is not followed.
  const isThere = found !== undefined && !found.isSymbolicLink();
  return isWritable(isThere ? folder : root);
}

/** A store that is there beside the one in use; one that must not or cannot be read is passed over, and said. */
async function findOther(folder: string): Promise<Pick<StoreLocation, 'other' | 'unread'>> {
  try {
    await checkStore(folder);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { unread: { folder, why: error.sentence } };
  }
  const found = await Promise.all(
    [journalFile({ folder }), runsFolder({ folder })].map((file) => isThere(file)),
  );
  return found.includes(true) ? { other: folder } : {};
}

const isThere = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false, // or out of reach
  );

/** The store in use, and the other one where there is one. */
export function storesOf(location: StoreLocation): readonly StoreLocation[] {
  return location.other === undefined ? [location] : [location, storeAt(location.root, location.other)];
}

/** The store that is known to be in `folder`. */
export function storeAt(root: string, folder: string): StoreLocation {
  return { root, folder, isFallback: folder !== path.join(root, STORE_FOLDER) };
}

const isWritable = (folder: string): Promise<boolean> =>
  access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );

const GITIGNORE = '/*\n!/.gitignore\n!/decisions.jsonl\n';

/** Whether we have made the store's folder. */
export async function isOwnStore({ folder }: StoreLocation): Promise<boolean> {
  const found = await readFile(path.join(folder, '.gitignore'), 'utf8').catch(() => undefined); // absent
  // Git for Windows checks it out with other ends of lines.
  return found?.replaceAll('\r\n', '\n') === GITIGNORE;
}

/**
 * Creates the store's folder, with a `.gitignore` that keeps all but the journal out of version control.
 * @throws AppError `store-unwritable`.
 */
export async function ensureStore(location: StoreLocation): Promise<void> {
  try {
    await makeFolder(location.folder);
    const gitignore = path.join(location.folder, '.gitignore');
    // Versions before 0.2.0 left no mark in the cache, but this file beside it.
    if ((await isOwnStore(location)) && location.cache === undefined) await markCache(cacheFolder(location));
    if (!(await isThere(gitignore))) await writeFileAtomic(gitignore, [GITIGNORE]);
  } catch (cause) {
    throw unwritable(location.folder, cause);
  }
  if (location.cache !== undefined) await makeNamedCache(location.cache);
}

/** Of a folder that somebody has named, they are told at once that it cannot be written. */
async function makeNamedCache(folder: string): Promise<void> {
  try {
    await makeCache(folder);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

/** Deletes what is left of a training that has ended. */
export async function removeCheckpoints(location: StoreLocation): Promise<void> {
  if (await isOwnCache(cacheFolder(location)))
    await rm(checkpointsFolder(location), { recursive: true, force: true });
}

export const journalFile = (location: Pick<StoreLocation, 'folder'>) =>
  path.join(location.folder, 'decisions.jsonl');
export const runsFolder = (location: Pick<StoreLocation, 'folder'>) => path.join(location.folder, 'runs');
export const cacheFolder = ({ folder, cache }: StoreLocation) => cache ?? path.join(folder, 'cache');
/** Of a training that has not ended. */
export const checkpointsFolder = (location: StoreLocation) => path.join(cacheFolder(location), 'checkpoints');
/** Of pictures that are inside other files, to be shown. */
export const picturesFolder = (location: StoreLocation) => path.join(cacheFolder(location), 'pictures');
export const thumbnailsFolder = (location: StoreLocation) => path.join(cacheFolder(location), 'thumbnails');
