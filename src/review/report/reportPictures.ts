import { stat } from 'node:fs/promises';
import type { EmbeddedPicture } from '../../core/report/htmlReport';
import { pictureType } from '../../core/report/pictureType';
import { systemErrorCode } from '../../core/systemErrorCode';
import { AppError } from '../../core/appError';
import { message, type Message } from '../../core/words/message';
import { readInput } from '../../files/openInput';
import type { StoreLocation } from '../../store/location';
import { createPictureFiles } from '../pictures/pictureFiles';

export interface ReportPictures {
  /** By path. */
  readonly pictures: ReadonlyMap<string, EmbeddedPicture>;
  /** Why some are missing; none where all are there. */
  readonly notes: readonly Message[];
}

/** Of all pictures together, before base64 makes them a third larger: what mail servers let through. */
const MOST_BYTES = 9 * 1024 * 1024;
/** A thumbnail takes a tenth of it; an original that stands in for a deleted one may be of any size. */
const MOST_PICTURE_BYTES = 300 * 1024;
/** Images up to this edge are enlarged pixel by pixel, as in the gallery. */
const TINY_EDGE = 64;

/** Reads small pictures of images, which come first for the first, until there are enough bytes. */
export async function readPictures(
  location: StoreLocation,
  images: readonly string[],
  most = MOST_BYTES,
): Promise<ReportPictures> {
  const files = createPictureFiles(location, (file) => file);
  const pictures = new Map<string, EmbeddedPicture>();
  let [room, missing, leftOut] = [most, 0, 0];
  for (const image of images) {
    const file = await files.thumbnail({ path: image });
    const bytes = file === undefined ? undefined : await readSmall(file);
    const known = bytes && pictureType(bytes);
    if (bytes === undefined || known === undefined) missing++;
    else if (bytes.length > room) leftOut++;
    else {
      room -= bytes.length;
      pictures.set(image, {
        address: `data:${known.type};base64,${bytes.toString('base64')}`,
        isTiny: known.edge !== undefined && known.edge <= TINY_EDGE,
      });
    }
  }
  const notes = [
    ...(missing > 0 ? [message('report-pictures-missing', { count: missing })] : []),
    ...(leftOut > 0 ? [message('report-pictures-left-out', { count: leftOut })] : []),
  ];
  return { pictures, notes };
}

/** Undefined for a file that is large, or gone meanwhile. */
async function readSmall(file: string): Promise<Buffer | undefined> {
  try {
    const { size } = await stat(file);
    return size > MOST_PICTURE_BYTES ? undefined : await readInput(file);
  } catch (error) {
    if (systemErrorCode(error) === undefined && !(error instanceof AppError)) throw error;
    return undefined;
  }
}
