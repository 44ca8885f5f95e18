import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/appError';
import { BROWSER_IMAGE } from '../../core/dataset/imageFiles';
import { pictureFile, type PlacedImage } from '../../core/dataset/imagePlace';
import type { Message } from '../../core/words/message';
import { storesOf, type StoreLocation } from '../../store/location';
import { thumbnailFile } from '../../store/thumbnailFile';
import { PictureCopies } from './pictureCopies';
import type { ImageFile } from '../suspectDetails';

/** Where the page finds pictures. */
export interface PictureFiles {
  /** The address of a small picture; undefined where there is none that a browser can show. */
  readonly thumbnail: (image: PlacedImage) => Promise<string | undefined>;
  /** Of a box, its whole picture. */
  readonly original: (image: PlacedImage) => Promise<ImageFile>;
  /** The absolute path of a file of the picture alone. @throws AppError as `PictureCopies` */
  readonly fileOf: (image: PlacedImage) => Promise<string>;
}

/** Originals up to this size stand in for thumbnails, which may be deleted with the cache: a screen of them is shown at once. */
const MOST_BYTES = 16 * 1024 * 1024;

/** `toAddress` gives a file's address, another one where `version` differs: a browser keeps images by address. */
export function createPictureFiles(
  location: StoreLocation,
  toAddress: (file: string, version: number) => string,
): PictureFiles {
  const copies = new PictureCopies(location);
  const wholeFile = async (image: PlacedImage): Promise<ImageFile> => {
    const name = pictureFile(image);
    const file = await existing(path.join(location.root, name));
    const isShown = file !== undefined && BROWSER_IMAGE.test(name);
    return { bytes: file?.size, address: isShown ? toAddress(file.file, file.version) : undefined };
  };
  const partOfFile = async (image: PlacedImage, bytes: number): Promise<ImageFile> => {
    const copy = await copies.copyOf(image).catch(sentenceOf);
    // What the page cannot show, it says itself.
    if ('sentence' in copy) return { bytes, address: undefined, why: copy.sentence };
    return { bytes, address: copy.isShown ? toAddress(copy.file, copy.version) : undefined };
  };
  const original = (image: PlacedImage): Promise<ImageFile> => {
    const range = image.place?.range;
    return range === undefined ? wholeFile(image) : partOfFile(image, range.bytes);
  };
  return {
    original,
    async thumbnail(image) {
      for (const store of storesOf(location)) {
        const made = await existing(thumbnailFile(store, image.path));
        if (made !== undefined) return toAddress(made.file, made.version);
      }
      // The whole picture is no picture of a box.
      if (image.place?.box !== undefined || (image.place?.range?.bytes ?? 0) > MOST_BYTES) return undefined;
      const { bytes = Infinity, address } = await original(image);
      return bytes <= MOST_BYTES ? address : undefined;
    },
    fileOf: async (image) =>
      image.place?.range === undefined
        ? path.join(location.root, pictureFile(image))
        : (await copies.copyOf(image)).file,
  };
}

/** Why there is none, for people; other failures travel on. */
function sentenceOf(error: unknown): { readonly sentence: Message | string } {
  if (error instanceof AppError) return { sentence: error.sentence };
  throw error;
}

/** Undefined for a thumbnail that was not made or an image that was moved: shown without, or said in the panel. */
async function existing(file: string) {
  const stats = await stat(file).catch(() => undefined);
  return stats && { file, version: Math.floor(stats.ctimeMs), size: stats.size };
}
