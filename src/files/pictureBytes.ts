import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { pictureFile, type PlacedImage } from '../core/dataset/imagePlace';

/** As much as the largest image file may unpack to. */
export const MOST_UNPACKED_BYTES = 1 << 28;

/** The bytes of an image, of a box those of its whole picture. @throws the system's error; a `RangeError` where the file is too short. */
export async function readPicture(root: string, image: PlacedImage): Promise<Buffer<ArrayBuffer>> {
  const file = path.join(root, pictureFile(image));
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
