import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { systemErrorCode } from '../core/systemErrorCode';
import { refusedLink } from '../files/noFollow';
import { message, type Message } from '../core/words/message';

/** What an entry of the store is, links not followed. */
type Kind = 'folder' | 'file' | 'link' | 'other';

/** What has a place in the store, relative to it: anything else there would be taken for one of them. */
const PLACES: Readonly<Record<string, 'folder' | 'file'>> = {
  '': 'folder',
  runs: 'folder',
  cache: 'folder',
  [path.join('cache', 'thumbnails')]: 'folder',
  [path.join('cache', 'checkpoints')]: 'folder',
  [path.join('cache', 'unpacked')]: 'folder',
  [path.join('cache', 'pictures')]: 'folder',
  'decisions.jsonl': 'file',
  'run.lock': 'file',
  '.gitignore': 'file',
};

/**
 * Looks through the store in `folder` before anything in it is read or written: a dataset comes from elsewhere, and a link
 * in its store would make this program read, overwrite or delete what is no part of the dataset.
 * @throws AppError `store-refused` for the first link, pipe or device, and for a file in place of a folder or the reverse.
 */
export async function checkStore(folder: string): Promise<void> {
  const stats = await lstat(folder).catch((error: unknown) => {
    if (systemErrorCode(error) === undefined) throw error;
    // Not there yet, or out of reach: whoever makes it says what is wrong.
  });
  if (stats !== undefined) await checkEntry(folder, '', kindOf(stats));
}

async function checkEntry(store: string, relative: string, kind: Kind): Promise<void> {
  const file = path.join(store, relative);
  // Until there was a setting, a link was how a cache came to another disk.
  if (kind === 'link' && relative === 'cache') throw refused(message('store-cache-link', { file }));
  if (kind === 'link') throw refusedLink(file);
  if (kind === 'other') throw refused(message('store-special', { file }));
  const wanted = PLACES[relative];
  if (wanted !== undefined && wanted !== kind)
    throw refused(message(wanted === 'folder' ? 'store-no-folder' : 'store-no-file', { file }));
  if (kind !== 'folder') return;
  const hasPlaces = relative === '' || relative === 'cache';
  for (const entry of await list(file)) {
    // There may be a hundred thousand thumbnails.
    if (entry.isFile() && !hasPlaces) continue;
    await checkEntry(store, path.join(relative, entry.name), kindOf(entry));
  }
}

async function list(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    if (code === 'ENOENT') return []; // of another run, which has ended meanwhile
    throw new AppError('store-refused', message('store-unreadable', { file: folder, code }), { cause });
  }
}

function kindOf(entry: Pick<Dirent, 'isSymbolicLink' | 'isDirectory' | 'isFile'>): Kind {
  // Junctions of Windows count as links.
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}

const refused = (sentence: Message) => new AppError('store-refused', sentence);
