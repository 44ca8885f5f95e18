import type { Dirent, Stats } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import type { Progress } from '../core/run/progress';
import { isAnnotationFile, isImageFile, unreadFormat } from '../core/dataset/imageFiles';
import { systemErrorCode } from '../core/systemErrorCode';
import { message } from '../core/words/message';

/** A folder whose images are not known. `path` is relative. */
export interface UnreadableFolder {
  readonly path: string;
  /** `EACCES`, … */
  readonly code: string;
}

/** Names of formats, how many pictures there are of them, and one of those. */
export type UnreadPictures = ReadonlyMap<string, { readonly count: number; readonly example: string }>;

/** All images below a folder, in no particular order. */
export interface WalkedImages {
  /** Relative to the folder, `/`-separated. */
  readonly paths: readonly string[];
  /** Files whose names are those of annotations or archives, relative like `paths`; they count as `notImages`, too. */
  readonly annotations: readonly string[];
  /** Entries passed over because their name starts with a dot; a hidden folder counts once. */
  readonly hidden: number;
  readonly notImages: number;
  /** Pictures of formats that cannot be decoded, one of each; they are not counted above. */
  readonly unread: UnreadPictures;
  /** Folders that may not be listed. */
  readonly unreadable: readonly UnreadableFolder[];
  /** Pipes and devices that are called like images, and links to such: they are counted, but never opened. */
  readonly specials: readonly string[];
}

export interface WalkOptions {
  readonly root: string;
  readonly signal: AbortSignal;
}

interface Folder {
  /** Relative to the root, `/`-separated; empty for the root itself. */
  readonly relative: string;
  /** Without symbolic links. */
  readonly real: string;
}

const REPORT_EVERY = 1000;
/** Directory entries per system call: fewer round trips for folders with a million files. */
const ENTRIES_PER_READ = 512;

/** How many images have been found so far. */
export type WalkProgress = Extract<Progress, { readonly phase: 'discover' }>;

/**
 * Finds every image below `root`, however deep. Symbolic links to files and folders are followed, except to a folder around
 * the link or one already seen in the same class folder: loops end, and nothing counts twice in a class.
 * @throws AppError `folder-not-found` when `root` cannot be listed.
 */
export async function* walkImages(options: WalkOptions): AsyncGenerator<WalkProgress, WalkedImages> {
  const { root, signal } = options;
  const found = nothingYet();
  const folders: Folder[] = [{ relative: '', real: await realRoot(root) }];
  // Links wait until all real folders are listed: when a link and a folder lead to the same place, the folder wins.
  const links: Folder[] = [];
  const visited = new Set<string>();

  for (;;) {
    const folder = folders.pop() ?? (await nextLinked(root, links));
    if (folder === undefined) return found;
    signal.throwIfAborted();
    const key = `${folder.relative.split('/', 1)[0] ?? ''}\0${folder.real}`;
    if (visited.has(key)) continue;
    visited.add(key);
    yield* listFolder(folder);
  }

  async function* listFolder(folder: Folder): AsyncGenerator<WalkProgress, void> {
    try {
      const entries = await opendir(path.join(root, folder.relative), { bufferSize: ENTRIES_PER_READ });
      for await (const entry of entries) {
        signal.throwIfAborted();
        if ((await visit(folder, entry)) && found.paths.length % REPORT_EVERY === 0)
          yield { phase: 'discover', images: found.paths.length };
      }
    } catch (cause) {
      const code = systemErrorCode(cause);
      if (code === undefined || signal.aborted) throw cause;
      if (folder.relative === '') throw cannotRead(root, code, cause);
      found.unreadable.push({ path: folder.relative, code });
    }
  }

  /** Returns whether the entry is an image. */
  async function visit(folder: Folder, entry: Dirent): Promise<boolean> {
    const relative = folder.relative === '' ? entry.name : `${folder.relative}/${entry.name}`;
    if (entry.name.startsWith('.')) {
      found.hidden++;
      return false;
    }
    const target = entry.isSymbolicLink() ? await targetOf(path.join(root, relative)) : entry;
    if (target?.isDirectory() === true)
      if (entry.isSymbolicLink()) links.push({ relative, real: folder.real });
      else folders.push({ relative, real: path.join(folder.real, entry.name) });
    else if (!isImageFile(entry.name)) {
      countOther(found, relative);
      if (target?.isFile() === true && isAnnotationFile(entry.name)) found.annotations.push(relative);
    } else if (target === undefined || target.isFile()) {
      found.paths.push(relative);
      return true;
    } else {
      found.notImages++;
      found.specials.push(relative);
    }
    return false;
  }
}

const nothingYet = () => ({
  paths: new Array<string>(),
  annotations: new Array<string>(),
  hidden: 0,
  notImages: 0,
  unread: new Map<string, { count: number; example: string }>(),
  unreadable: new Array<UnreadableFolder>(),
  specials: new Array<string>(),
});

/** Counts a file that is no image, or one of a format that cannot be decoded. */
function countOther(
  found: { notImages: number; readonly unread: Map<string, { count: number; example: string }> },
  relative: string,
): void {
  const format = unreadFormat(relative);
  if (format === undefined) found.notImages++;
  else found.unread.set(format, { example: relative, count: (found.unread.get(format)?.count ?? 0) + 1 });
}

async function realRoot(root: string): Promise<string> {
  try {
    if (!(await stat(root)).isDirectory())
      throw new AppError('folder-not-found', message('folder-is-file', { root }));
    return await realpath(root);
  } catch (cause) {
    const code = systemErrorCode(cause);
    throw code === undefined || cause instanceof AppError ? cause : cannotRead(root, code, cause);
  }
}

function cannotRead(root: string, code: string, cause: unknown): AppError {
  const why =
    code === 'ENOENT' ? message('folder-missing', { root }) : message('folder-unreadable', { root, code });
  return new AppError('folder-not-found', why, { cause });
}

/** The next linked folder that is not a loop; `links` hold the real folder that the link lies in. */
async function nextLinked(root: string, links: Folder[]): Promise<Folder | undefined> {
  for (let link = links.pop(); link !== undefined; link = links.pop()) {
    const real = await realpath(path.join(root, link.relative));
    // A link to a folder around it would bring the images of all classes into this one.
    const isLoop = `${link.real}${path.sep}`.startsWith(
      real.endsWith(path.sep) ? real : `${real}${path.sep}`,
    );
    if (!isLoop) return { relative: link.relative, real };
  }
  return undefined;
}

/** What a link leads to; undefined for one that leads nowhere: it is reported as an unreadable image later. */
async function targetOf(link: string): Promise<Stats | undefined> {
  try {
    return await stat(link);
  } catch (cause) {
    if (systemErrorCode(cause) === undefined) throw cause;
    return undefined;
  }
}
