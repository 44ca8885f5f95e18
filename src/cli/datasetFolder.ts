import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { onlyFolder, type Flags } from './flags';

/** The absolute path of the one dataset that a command is about. @throws AppError `bad-usage`, `folder-not-found`. */
export async function datasetFolder(flags: Flags, command: string): Promise<string> {
  const root = path.resolve(onlyFolder(flags, command));
  const isFolder = await stat(root).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new AppError('folder-not-found', `There is no folder ${root}; check its name.`);
  return root;
}
