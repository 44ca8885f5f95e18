import { createHash } from 'node:crypto';
import path from 'node:path';
import { thumbnailsFolder, type StoreLocation } from './location';

/** Absolute path of the cached thumbnail of the image at `imagePath` (relative to the dataset); it need not exist. */
export function thumbnailFile(location: StoreLocation, imagePath: string): string {
  const name = createHash('sha256').update(imagePath).digest('hex').slice(0, 24);
  // Two-digit folders keep directory listings short for 100,000 suspects.
  return path.join(thumbnailsFolder(location), name.slice(0, 2), `${name}.webp`);
}
