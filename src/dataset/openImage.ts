import { open, type FileHandle } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { decodeBmp, isBmp } from './bmp';

/** The bytes of a file and what identifies this version of it. */
export interface ImageFile {
  readonly bytes: Buffer;
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * Sets libvips, for the whole process, to decode many images side by side: one thread each is faster than many threads
 * on one image, and as every image is read once, its cache of operations would only hold memory.
 */
export function tuneForManyImages(): void {
  sharp.cache(false);
  sharp.concurrency(1);
}

/** Reads a whole file; the size and time belong to the very bytes read, even while others replace the file. */
export async function readImageFile(file: string): Promise<ImageFile> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const { size, mtimeMs } = await handle.stat();
    return { bytes: await handle.readFile(), size, mtimeMs };
  } finally {
    await handle?.close();
  }
}

/**
 * An image ready to be resized: first frame or page, upright according to its EXIF orientation. A file that is cut
 * off or damaged fails when it is decoded, rather than being filled up with grey.
 */
export function openImage(bytes: Buffer): Sharp {
  if (!isBmp(bytes)) return sharp(bytes, { failOn: 'error' }).autoOrient();
  const { data, width, height } = decodeBmp(bytes);
  return sharp(data, { raw: { width, height, channels: 3 } });
}
