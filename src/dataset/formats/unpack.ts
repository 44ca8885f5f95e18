import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/appError';
import type { Message } from '../../core/words/message';
import { writeFileAtomic } from '../../files/atomicWrite';
import { insideOf } from '../../files/insideOf';
import type { FolderLook } from './format';

/** A part of the dataset whose bytes cannot be read where they are. */
export interface Packed {
  /** Relative to the dataset. */
  readonly file: string;
  /** Which part of it. */
  readonly part: string;
  /** What to say where nothing can be written into the dataset's folder. */
  readonly refusal: Message;
  /** What is in it, unpacked. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

/**
 * Unpacks a part of a file into one of the cache, unless it is there for this version of the file; those of other versions go.
 * @returns its path relative to the dataset.
 * @throws AppError `labels-unreadable` with the refusal; `store-unwritable`; what `chunks` throws.
 */
export async function unpacked({ root, unpackTo }: FolderLook, packed: Packed): Promise<string> {
  const folder = await unpackTo?.().catch(nowhere);
  const inside = folder === undefined ? undefined : insideOf(root, folder);
  if (folder === undefined || inside === undefined) throw new AppError('labels-unreadable', packed.refusal);
  const { size, mtimeMs } = await stat(path.join(root, packed.file));
  const source = hash(`${packed.file}\0${packed.part}`);
  const name = `${source}-${hash(`${size}\0${mtimeMs}`)}.bin`;
  const file = path.join(folder, name);
  if (!(await isFile(file))) {
    await writeFileAtomic(file, packed.chunks(), { durable: false });
    for (const other of await readdir(folder))
      if (other.startsWith(`${source}-`) && other !== name)
        await rm(path.join(folder, other), { force: true });
  }
  return `${inside}/${name}`;
}

function nowhere(error: unknown): undefined {
  if (!(error instanceof AppError) || error.code !== 'store-unwritable') throw error;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const isFile = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false, // is made anew
  );
