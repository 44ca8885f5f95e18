import sharp, { type Sharp } from 'sharp';
import { decodeBmp, isBmp } from './bmp';

/**
 * Sets libvips, for the whole process, to decode many images side by side: one thread each is faster than many threads
 * on one image, and as every image is read once, its cache of operations would only hold memory.
 */
export function tuneForManyImages(): void {
  sharp.cache(false);
  sharp.concurrency(1);
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
