import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { describeStore } from '../core/words/describeStore';
import { message, wordMessage } from '../core/words/message';
import { locateStore, type StoreLocation } from '../store/location';
import { userCacheFolder } from '../store/userCacheFolder';

/** Finds the `.label-review` folder of a dataset. @throws AppError `folder-not-found`, `store-refused`. */
export async function findStore(folder: string): Promise<StoreLocation> {
  const root = path.resolve(folder);
  const isFolder = await stat(root).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new AppError('folder-not-found', message('folder-missing', { root }));
  return locateStore(root, userCacheFolder(process.env, process.platform));
}

/** What is to be known of where it is. */
export const storeNotes = (location: StoreLocation): readonly string[] =>
  describeStore(location).map((sentence) => wordMessage(sentence));

/** The error for a dataset that no run is of. */
export const noRun = ({ root }: StoreLocation): AppError =>
  new AppError('no-run', message('library-no-run', { root }));
