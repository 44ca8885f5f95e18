import { constants } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { AppError } from '../core/appError';
import { imagePathSchema } from '../core/dataset/imagePath';
import { systemErrorCode } from '../core/systemErrorCode';
import { message } from '../core/words/message';
import { unwritable, writeFileAtomic } from './atomicWrite';
import { caselessName, tellsCase } from './tellsCase';

/** Lists what was written into a folder, which may then be replaced; and bears our mark. */
const MARK = '.label-review-export.json';
const markSchema = v.object({ v: v.literal(1), files: v.array(imagePathSchema) });

export interface Tree {
  /** Existing files, absolute, by the paths of their copies in the folder. */
  readonly copies: ReadonlyMap<string, string>;
  readonly texts: ReadonlyMap<string, string>;
  /** Files that are made piece by piece. */
  readonly made?: ReadonlyMap<string, () => AsyncIterable<Uint8Array>> | undefined;
}

/** @throws AppError `bad-output` for a folder that holds anything but an earlier export. */
export async function checkTreeFolder(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw new AppError('bad-output', message('output-no-new-folder', { folder }), { cause: error });
  });
  if (names.length === 0) return [];
  const text = await readFile(path.join(folder, MARK), 'utf8').catch(() => '{}'); // not ours
  try {
    return v.parse(markSchema, JSON.parse(text)).files;
  } catch (cause) {
    throw new AppError('bad-output', message('output-no-new-folder', { folder }), { cause });
  }
}

/**
 * Writes files into a new folder, or over those of an earlier export. What an image is copied from is never changed: a copy is
 * one of its own, or where `hardLinks` are asked for another name of the same file.
 * @throws AppError `bad-output`, `store-unwritable`
 */
export async function writeTree(
  folder: string,
  { copies, texts, made = new Map() }: Tree,
  { hardLinks, signal }: { readonly hardLinks: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const before = await checkTreeFolder(folder);
  const files = [...copies.keys(), ...texts.keys(), ...made.keys()];
  try {
    await mkdir(folder, { recursive: true });
    if (!(await tellsCase(folder))) refuseSameFolders(files);
    // First, so that what an interrupted export leaves may be replaced, too.
    const mark = { v: 1, files: [...new Set([...before, ...files])] };
    await writeFileAtomic(path.join(folder, MARK), [JSON.stringify(mark)]);
    for (const file of before) await rm(path.join(folder, file), { force: true });
    for (const [name, from] of copies) {
      signal.throwIfAborted();
      const to = path.join(folder, name);
      await mkdir(path.dirname(to), { recursive: true });
      if (!(hardLinks && (await isLinked(from, to)))) await copyFile(from, to, constants.COPYFILE_EXCL);
    }
    for (const [name, text] of texts) {
      signal.throwIfAborted();
      await writeFileAtomic(path.join(folder, name), [text], { durable: false });
    }
    for (const [name, pieces] of made) {
      signal.throwIfAborted();
      await writeFileAtomic(path.join(folder, name), pieces(), { durable: false });
    }
    await writeFileAtomic(path.join(folder, MARK), [JSON.stringify({ v: 1, files })]);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

/** Whose names differ only in what the disk does not tell apart. */
function refuseSameFolders(files: readonly string[]): void {
  const names = new Map<string, string>();
  for (const name of new Set(files.map((file) => path.posix.dirname(file)))) {
    const other = names.get(caselessName(name));
    if (other !== undefined)
      throw new AppError('bad-output', message('output-same-folder', { folder: other, other: name }));
    names.set(caselessName(name), name);
  }
}

/** False where the file system has no hard links, or not to there. */
async function isLinked(from: string, to: string): Promise<boolean> {
  try {
    if (!(await stat(from)).isFile()) return false;
    await link(from, to);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return false;
  }
}
