import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pictureFile, type PlacedImage } from '../core/dataset/imagePlace';
import { storesOf, type StoreLocation } from '../store/location';
import { thumbnailFile } from '../store/thumbnailFile';
import type { ImageFile } from './suspectDetails';

/** Where the page finds pictures. */
export interface PictureFiles {
  /** The address of a small picture; undefined where there is none that a browser can show. */
  readonly thumbnail: (imagePath: string) => Promise<string | undefined>;
  /** Of a box, its whole picture. */
  readonly original: (image: PlacedImage) => Promise<ImageFile>;
}

/** Images that every browser shows; others, TIFF above all, are shown as thumbnails. */
const BROWSER_IMAGE = /\.(jpe?g|jfif|png|gif|webp|avif|bmp)$/i;

/** Originals up to this size stand in for thumbnails, which may be deleted with the cache: a screen of them is shown at once. */
const MOST_BYTES = 16 * 1024 * 1024;

/** `toAddress` gives a file's address, another one where `version` differs: a browser keeps images by address. */
export function createPictureFiles(
  location: StoreLocation,
  toAddress: (file: string, version: number) => string,
): PictureFiles {
  const original = async (image: PlacedImage): Promise<ImageFile> => {
    const name = pictureFile(image);
    const file = await existing(path.join(location.root, name));
    const range = image.place?.range;
    // What is inside a file has no address of its own.
    const isShown = file !== undefined && range === undefined && BROWSER_IMAGE.test(name);
    return {
      bytes: file && (range?.bytes ?? file.size),
      address: isShown ? toAddress(file.file, file.version) : undefined,
    };
  };
  return {
    original,
    async thumbnail(imagePath) {
      for (const store of storesOf(location)) {
        const made = await existing(thumbnailFile(store, imagePath));
        if (made !== undefined) return toAddress(made.file, made.version);
      }
      const { bytes = Infinity, address } = await original({ path: imagePath });
      return bytes <= MOST_BYTES ? address : undefined;
    },
  };
}

/** Undefined for a thumbnail that was not made or an image that was moved: shown without, or said in the panel. */
async function existing(file: string) {
  const stats = await stat(file).catch(() => undefined);
  return stats && { file, version: Math.floor(stats.ctimeMs), size: stats.size };
}
