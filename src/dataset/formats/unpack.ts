import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/appError';
import type { ImagePlace } from '../../core/dataset/imagePlace';
import { message } from '../../core/words/message';
import { writeFileAtomic } from '../../files/atomicWrite';
import { isUnpackedOf, unpackedName } from '../../files/unpackedName';
import type { FolderLook } from './format';

/** A part of the dataset whose bytes cannot be read where they are. */
export interface Packed {
  /** Relative to the dataset. */
  readonly file: string;
  /** Which part of it. */
  readonly part: string;
  /** What is in it, unpacked. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

/** What was unpacked. */
export interface Unpacked {
  /** Absolute. */
  readonly file: string;
  /** For the places of images in it. */
  readonly place: Pick<ImagePlace, 'file' | 'unpackedFrom'>;
}

/**
 * Unpacks a part of a file into one of the cache, unless it is there for this version of the file; those of other versions go.
 * @throws AppError `labels-unreadable` where there is no cache; `store-unwritable`; what `chunks` throws.
 */
export async function unpacked({ root, unpackTo }: FolderLook, packed: Packed): Promise<Unpacked> {
  if (unpackTo === undefined)
    throw new AppError('labels-unreadable', message('unpack-nowhere', { file: packed.file }));
  await unpackTo.make();
  const { folder } = unpackTo;
  const name = unpackedName(packed, await stat(path.join(root, packed.file)));
  const file = path.join(folder, name);
  if (!(await isFile(file))) {
    await writeFileAtomic(file, packed.chunks(), { durable: false });
    for (const other of await readdir(folder))
      if (isUnpackedOf(packed, other) && other !== name) await rm(path.join(folder, other), { force: true });
  }
  return { file, place: { file: name, unpackedFrom: packed.file } };
}

const isFile = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false, // is made anew
  );
