import path from 'node:path';
import { inParallel } from '../../../files/inParallel';
import { readPictureSize } from '../../decode/formats/pictureSize';
import type { Dimensions } from '../../decode/dimensions';

/** Files read at the same time: they may lie on a network drive. */
const PARALLEL = 16;
const REPORT_EVERY = 1000;

/** The sizes of pictures, parallel to `images`, whose paths are relative to `root`; yields how many are read. */
export async function* pictureSizes(
  root: string,
  images: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<number, readonly (Dimensions | undefined)[]> {
  const sizes = new Array<Dimensions | undefined>(images.length);
  const options = { count: images.length, parallel: PARALLEL, every: REPORT_EVERY, signal };
  yield* inParallel(options, async (index) => {
    sizes[index] = await readPictureSize(path.join(root, images[index]!));
  });
  return sizes;
}
