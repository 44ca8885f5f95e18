import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { PlacedImage } from '../core/dataset/imagePlace';

/** As much as the largest image file may unpack to. */
export const MOST_UNPACKED_BYTES = 1 << 28;

/** Where the files of a dataset are. */
export interface ImageFolders {
  /** The dataset's folder, absolute. */
  readonly root: string;
  /** Where what cannot be read in place is unpacked, absolute; absent where nothing is. */
  readonly unpacked?: string | undefined;
}

/** The absolute path of the file that holds an image, of a box its picture. */
export const imageFileOf = ({ root, unpacked }: ImageFolders, { path: image, place }: PlacedImage): string =>
  path.join(place?.unpackedFrom === undefined ? root : (unpacked ?? root), place?.file ?? image);

/** The bytes of an image, of a box those of its whole picture. @throws the system's error; a `RangeError` where the file is too short. */
export async function readPicture(folders: ImageFolders, image: PlacedImage): Promise<Buffer<ArrayBuffer>> {
  const file = imageFileOf(folders, image);
  const range = image.place?.range;
  if (range === undefined) return Buffer.from(await readFile(file));
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (range.offset + range.bytes > size) throw new RangeError(`${file} is too short.`);
    const packed = Buffer.alloc(range.bytes);
    await handle.read(packed, 0, range.bytes, range.offset);
    if (range.isDeflated !== true) return packed;
    return Buffer.from(await promisify(inflateRaw)(packed, { maxOutputLength: MOST_UNPACKED_BYTES }));
  } finally {
    await handle.close();
  }
}
