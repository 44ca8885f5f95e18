import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/appError';
import { BROWSER_IMAGE, isImageFile } from '../../core/dataset/imageFiles';
import { interleaved } from '../../core/dataset/pixels/interleaved';
import { pictureFile, type PlacedImage } from '../../core/dataset/imagePlace';
import { pictureType } from '../../core/report/pictureType';
import { SerialQueue } from '../../core/serialQueue';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message } from '../../core/words/message';
import { writeFileAtomic } from '../../files/atomicWrite';
import { encodePng } from '../../files/encodePng';
import { imageFileOf, MOST_UNPACKED_BYTES, readPicture } from '../../files/pictureBytes';
import { ensureStore, picturesFolder, type StoreLocation } from '../../store/location';
import { imageFolders } from '../../store/unpackFolder';

/** A picture that is inside another file, in a file of its own. */
export interface PictureCopy {
  /** Absolute. */
  readonly file: string;
  /** In milliseconds. */
  readonly version: number;
  /** Whether a browser shows it. */
  readonly isShown: boolean;
}

/** Copies stay until there are so many, or they take so much: one screen of the gallery, and what was looked at before. */
const MOST = { copies: 400, bytes: 512 * 1024 * 1024 };
/** Of names in archives that other systems cannot have. */
const ODD = /[^\p{L}\p{N}._-]+/gu;
const MOST_NAME = 60;

/** Takes pictures out of archives and arrays into files in the cache, which the page and other programs can show. */
export class PictureCopies {
  private readonly location: StoreLocation;
  private readonly most: typeof MOST;
  /** One at a time: a picture may take a quarter of a gigabyte. */
  private readonly queue = new SerialQueue();
  /** By name, oldest first: their bytes. */
  private kept: Map<string, number> | undefined;

  constructor(location: StoreLocation, most = MOST) {
    this.location = location;
    this.most = most;
  }

  /**
   * The picture of an image whose place is a part of a file; of a box its whole picture.
   * @throws AppError `image-not-found` where it cannot be read any more; `store-unwritable`.
   */
  copyOf(image: PlacedImage): Promise<PictureCopy> {
    return this.queue.add(() => this.make(image));
  }

  private async make(image: PlacedImage): Promise<PictureCopy> {
    const { size, mtimeMs } = await stat(imageFileOf(this.folders, image)).catch((cause: unknown) => {
      throw unreadable(image, cause);
    });
    const { range, shape } = image.place ?? {};
    const stem = fileStem(image.path, JSON.stringify([image.path, range, shape, size, mtimeMs]));
    const kept = (this.kept ??= await this.findKept());
    const made = [...kept.keys()].find((name) => name.startsWith(`${stem}.`));
    if (made !== undefined) {
      const file = path.join(picturesFolder(this.location), made);
      const stats = await stat(file).catch(() => undefined); // deleted with the cache
      if (stats !== undefined)
        return { file, version: Math.floor(stats.ctimeMs), isShown: BROWSER_IMAGE.test(made) };
    }
    return this.write(image, stem, kept);
  }

  private async write(image: PlacedImage, stem: string, kept: Map<string, number>): Promise<PictureCopy> {
    const bytes = await this.read(image);
    const name = `${stem}${extensionOf(image.path, bytes)}`;
    const file = path.join(picturesFolder(this.location), name);
    await ensureStore(this.location);
    await writeFileAtomic(file, [bytes], { durable: false });
    kept.delete(name);
    kept.set(name, bytes.length);
    await this.dropOldest(kept);
    const { ctimeMs } = await stat(file);
    return { file, version: Math.floor(ctimeMs), isShown: BROWSER_IMAGE.test(name) };
  }

  private async read(image: PlacedImage): Promise<Uint8Array> {
    const { range, shape } = image.place ?? {};
    if (range !== undefined && range.bytes > MOST_UNPACKED_BYTES)
      throw new AppError(
        'image-not-found',
        message('picture-large', { path: image.path, size: { bytes: range.bytes } }),
      );
    try {
      const bytes = await readPicture(this.folders, image);
      if (shape === undefined) return bytes;
      // What a run says of it may be wrong.
      if (bytes.length !== shape.height * shape.width * shape.channels)
        throw new RangeError('no picture of this shape');
      return await encodePng(interleaved(bytes, shape), shape);
    } catch (cause) {
      throw unreadable(image, cause);
    }
  }

  private async dropOldest(kept: Map<string, number>): Promise<void> {
    let room = this.most.bytes - [...kept.values()].reduce((sum, bytes) => sum + bytes, 0);
    for (const [name, bytes] of kept) {
      // What was just made is wanted, however large.
      if (kept.size === 1 || (room >= 0 && kept.size <= this.most.copies)) return;
      await rm(path.join(picturesFolder(this.location), name), { force: true });
      kept.delete(name);
      room += bytes;
    }
  }

  /** What windows before this one have left. */
  private async findKept(): Promise<Map<string, number>> {
    const folder = picturesFolder(this.location);
    const names = await readdir(folder).catch((): string[] => []); // not made yet
    const files = await Promise.all(
      names.map(async (name) => ({
        name,
        stats: await stat(path.join(folder, name)).catch(() => undefined),
      })),
    );
    const known = files.flatMap(({ name, stats }) => (stats?.isFile() === true ? [{ name, stats }] : []));
    known.sort((a, b) => a.stats.mtimeMs - b.stats.mtimeMs);
    return new Map(known.map(({ name, stats }) => [name, stats.size]));
  }

  private get folders() {
    return imageFolders(this.location);
  }
}

/** A name that says which image it is, and differs where anything about it does. */
function fileStem(imagePath: string, version: string): string {
  const name = path.posix
    .basename(imagePath)
    .replace(/\.[^.]*$/u, '')
    .replace(ODD, '_')
    .slice(0, MOST_NAME);
  return `${name}-${createHash('sha256').update(version).digest('hex').slice(0, 16)}`;
}

/** By the content where a browser shows it; else by the name, for other programs. */
function extensionOf(imagePath: string, bytes: Uint8Array): string {
  const type = pictureType(bytes)?.type;
  if (type !== undefined) return type.replace('image/', '.');
  const extension = path.posix.extname(imagePath).toLowerCase();
  return isImageFile(imagePath) && !BROWSER_IMAGE.test(imagePath) ? extension : '.bin';
}

function unreadable(image: PlacedImage, cause: unknown): unknown {
  // A file that is cut off has no error of the system.
  if (systemErrorCode(cause) === undefined && !(cause instanceof RangeError)) return cause;
  const file = pictureFile(image);
  return new AppError('image-not-found', message('picture-lost', { path: image.path, file }), { cause });
}
