import path from 'node:path';
import { AppError } from '../../core/appError';
import { STORE_FOLDER } from '../../core/names';
import { message } from '../../core/words/message';
import { insideOf, relativeTo } from '../insideOf';
import { lookAt } from './moveFile';

/** What is behind the name of a file whose original is kept. */
const ORIGINAL_SUFFIX = '.orig';

/**
 * Where the original of a file is kept, beside it; hidden for Parquet, where `datasets` would take `train-00000-of-00001.parquet.orig`
 * for one more shard.
 */
export function originalOf(file: string): string {
  const hidden = /\.parquet$/iu.test(file) ? '.' : '';
  return path.join(path.dirname(file), `${hidden}${path.basename(file)}${ORIGINAL_SUFFIX}`);
}

/** Where files of a dataset may be changed: an export, and what says how to take one back, reach nothing else. */
export interface ChangeBounds {
  /** The dataset's folder, absolute. */
  readonly root: string;
  /** A file outside of it that the user has named, absolute. */
  readonly named?: string | undefined;
}

/** The folder beside the dataset that excluded images are moved to. */
export const excludedFolder = (root: string): string => `${path.resolve(root)}.excluded`;

/** The folder that a file is changed in, links below it not followed; undefined for one that is out of bounds. */
function folderAround({ root }: ChangeBounds, file: string): string | undefined {
  const inside = insideOf(root, file);
  if (inside?.startsWith(`${STORE_FOLDER}/`) === true) return undefined;
  if (inside) return root;
  // The folder itself may be none of ours.
  return insideOf(excludedFolder(root), file) ? path.dirname(excludedFolder(root)) : undefined;
}

/** The first link among the folders in which a file lies, from the dataset's own on; undefined where there is none. */
export async function linkAround(bounds: ChangeBounds, file: string): Promise<string | undefined> {
  const around = folderAround(bounds, file);
  if (around === undefined) return undefined;
  const parts = path.relative(around, path.dirname(file)).split(path.sep);
  for (let end = 1; end <= parts.length && parts[0] !== ''; end++) {
    const folder = path.join(around, ...parts.slice(0, end));
    const found = await lookAt(folder);
    if (found === undefined) return undefined;
    if (!found.isDirectory()) return folder;
  }
  return undefined;
}

/** @throws AppError `cannot-write-back` for a file outside, or behind a link. */
export async function refuseOutOfBounds(bounds: ChangeBounds, file: string): Promise<void> {
  const { root, named } = bounds;
  if (named !== undefined && [named, originalOf(named)].includes(file)) return;
  if (folderAround(bounds, file) === undefined)
    throw new AppError('cannot-write-back', message('write-back-outside', { file, root }));
  const link = await linkAround(bounds, file);
  if (link !== undefined)
    throw new AppError('cannot-write-back', message('write-back-behind-link', { file, link }));
}

/** As a record has it. */
export const toRecorded = (root: string, file: string): string => relativeTo(root, file);
export const fromRecorded = (root: string, recorded: string): string => path.resolve(root, recorded);
