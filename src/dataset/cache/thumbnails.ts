import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { ImagePlace } from '../../core/dataset/imagePlace';
import { mayBeOwnThumbnail } from '../../core/dataset/ownThumbnail';
import type { Progress } from '../../core/run/progress';
import { writeFileAtomic } from '../../files/atomicWrite';
import { readInput } from '../../files/openInput';
import { inParallel } from '../../files/inParallel';
import type { ImageFolders } from '../../files/pictureBytes';
import { BARELY_SEEN } from '../decode/background';
import { createRoomMemory, openDecodeRoom, type DecodeRoom } from '../decode/decodeRoom';
import { createImageReader, type ReadImage } from '../decode/reader/imageReader';
import { tuneForManyImages, withImage, type OpenedImage } from '../decode/openImage';
import { pngDepth, pngSize } from '../decode/formats/plainPng';

export interface ThumbnailOptions {
  readonly folders: ImageFolders;
  /** Images to make thumbnails of; a place is where one is that is no whole file. */
  readonly images: readonly { readonly path: string; readonly place?: ImagePlace | undefined }[];
  /** Absolute path of an image's thumbnail, a `.webp` file. */
  readonly fileOf: (imagePath: string) => string;
  /** Longest edge in pixels; smaller images keep their size. */
  readonly edge?: number;
  readonly cores: number;
  readonly signal: AbortSignal;
}

export type ThumbnailProgress = Extract<Progress, { readonly phase: 'thumbnails' }>;

const DEFAULT_EDGE = 256;
/** Images up to this edge are enlarged pixel by pixel in the gallery, where compression would show. */
const LOSSLESS_EDGE = 64;
const REPORT_EVERY = 64;

/**
 * Makes a WebP thumbnail of every image that has none newer than itself, upright and never enlarged. An image that is
 * small enough to be shown itself gets none, nor does one that cannot be read: the gallery shows a placeholder, and the
 * run lists the reason.
 */
export async function* makeThumbnails(options: ThumbnailOptions): AsyncGenerator<ThumbnailProgress, void> {
  const { folders, images, fileOf, edge = DEFAULT_EDGE, cores, signal } = options;
  tuneForManyImages();
  const total = images.length;
  const room = openDecodeRoom(createRoomMemory());
  const readers = Array.from({ length: cores }, () => createImageReader(folders, room));
  const work = inParallel({ count: total, parallel: cores, every: REPORT_EVERY, signal }, async (i) => {
    const { path: imagePath, place } = images[i]!;
    const reader = readers.pop()!; // as many are at work as there are
    try {
      await (place === undefined
        ? makeThumbnail(path.join(folders.root, imagePath), fileOf(imagePath), { edge, room })
        : makeThumbnailOfPart(await reader.read(imagePath, place), fileOf(imagePath), { edge, room }));
    } catch {
      // Unreadable, vanished or no room for it; the doc comment says what happens then.
    } finally {
      readers.push(reader);
    }
  });
  for await (const done of work) yield { phase: 'thumbnails', done, total };
}

async function makeThumbnail(
  file: string,
  thumbnail: string,
  { edge, room }: { readonly edge: number; readonly room: DecodeRoom },
): Promise<void> {
  if (await isNewer(thumbnail, file)) return;
  const content = await readInput(file);
  if (isOwnThumbnail(file, content)) {
    // Of an earlier, larger image under the same name.
    await rm(thumbnail, { force: true });
    return;
  }
  const bytes = await withImage(content, room, (opened) => shrinkToWebp(opened, edge));
  // A flush costs as much as the rest on a slow disk, and what a power cut empties is made again.
  await writeFileAtomic(thumbnail, [bytes], { durable: false });
}

/** Always made anew: what the part is may have changed while its file has not. */
async function makeThumbnailOfPart(
  { bytes }: ReadImage,
  thumbnail: string,
  { edge, room }: { readonly edge: number; readonly room: DecodeRoom },
): Promise<void> {
  const made = await withImage(bytes, room, (opened) => shrinkToWebp(opened, edge));
  await writeFileAtomic(thumbnail, [made], { durable: false });
}

async function shrinkToWebp(opened: OpenedImage, edge: number): Promise<Buffer> {
  const { image, hasAlpha, original } = opened;
  const shrink = (from: Sharp) =>
    from
      .clone()
      .resize(edge, edge, { fit: 'inside', withoutEnlargement: true })
      .webp({ lossless: Math.max(original.width, original.height) <= LOSSLESS_EDGE, quality: 82 })
      .toBuffer();
  const bytes = await shrink(image);
  return hasAlpha && (await isInvisible(bytes)) ? shrink(await opened.withoutAlpha()) : bytes;
}

/** Transparent all over: the network is shown its colours then, and so are people. */
async function isInvisible(thumbnail: Buffer): Promise<boolean> {
  const { channels } = await sharp(thumbnail).stats();
  return channels.length === 4 && channels[3]!.max <= 2 * BARELY_SEEN;
}

const JPEG_SIGNATURE = Buffer.from([0xff, 0xd8, 0xff]);

/** Small in bytes and, as PNG may pack many pixels into few bytes, in pixels. */
function isOwnThumbnail(file: string, content: Buffer): boolean {
  if (!mayBeOwnThumbnail(file, content.length)) return false;
  const png = pngSize(content);
  // A browser shows 12 bits in 16 as black.
  if (png !== undefined) return pngDepth(content) <= 8 && Math.max(png.width, png.height) <= DEFAULT_EDGE;
  return content.subarray(0, JPEG_SIGNATURE.length).equals(JPEG_SIGNATURE);
}

/**
 * Strictly newer, and the image exists: a thumbnail made in the same tick as a change to the image is made again. Newer than
 * any change of the image: another one that was renamed to its name may be older than both.
 */
async function isNewer(thumbnail: string, image: string): Promise<boolean> {
  try {
    const made = await stat(thumbnail);
    const { mtimeMs, ctimeMs } = await stat(image);
    return made.size > 0 && made.mtimeMs > mtimeMs && made.ctimeMs > ctimeMs;
  } catch {
    // No thumbnail yet, or no image, which then fails to open.
    return false;
  }
}
