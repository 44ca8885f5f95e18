import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdir, open, readdir, rm, statfs, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../../files/atomicWrite';
import { cacheLine, readCacheIndex, type CacheEntry } from './cacheIndex';
import { asDiskFailure, DiskFailure } from './diskFailure';

export interface PixelCacheOptions {
  readonly folder: string;
  /** Edge length in pixels. */
  readonly size: number;
  readonly channels: 1 | 3;
  /** Images that the cache must have room for. */
  readonly count: number;
}

/** Changes when images are decoded differently, so that old caches are not used. */
const CACHE_VERSION = 3;
const CHUNK_BYTES = 1 << 22;
export const PIXEL_FILE_PREFIX = 'pixels-';
/** Lines of the index are held back until they have this many characters. */
const FLUSH_LENGTH = 1 << 16;

/**
 * Decoded images in a file, each at a place of its own, and an index of what each was made from. Images are written to
 * free places and then added to the index; every one carries a hash, so whatever a crash leaves behind, an image is either
 * found whole or decoded again. Nothing is ever replaced while a run reads it: the file changes while decoding only,
 * and a dataset has one run at a time.
 */
export class PixelCache {
  readonly bytesPerImage: number;
  readonly file: string;
  private readonly indexFile: string;
  private readonly handle: FileHandle;
  private index: number | undefined;
  private pending = '';

  private constructor(
    { folder, size, channels }: PixelCacheOptions,
    opened: { readonly handle: FileHandle; readonly index: number },
  ) {
    this.bytesPerImage = size * size * channels;
    this.file = cacheFile(folder, { size, channels }, 'u8');
    this.indexFile = cacheFile(folder, { size, channels }, 'jsonl');
    this.handle = opened.handle;
    this.index = opened.index;
  }

  /** Opens the cache, or begins one. @throws DiskFailure */
  static async open(options: PixelCacheOptions): Promise<PixelCache> {
    const { folder } = options;
    try {
      await mkdir(folder, { recursive: true });
      await removeCaches(folder, (name) => !name.startsWith(`${PIXEL_FILE_PREFIX}v${CACHE_VERSION}-`));
      const handle = await openOrCreate(cacheFile(folder, options, 'u8'));
      try {
        await makeRoom(options, (await handle.stat()).size);
        return new PixelCache(options, {
          handle,
          index: openSync(cacheFile(folder, options, 'jsonl'), 'a'),
        });
      } catch (error) {
        await handle.close();
        throw error;
      }
    } catch (error) {
      throw asDiskFailure(error);
    }
  }

  entries(): AsyncGenerator<CacheEntry | undefined> {
    return readCacheIndex(this.indexFile);
  }

  /** Places that the file has. */
  async capacity(): Promise<number> {
    return Math.ceil((await this.handle.stat()).size / this.bytesPerImage);
  }

  /** Reads the first places, from start to end in bounded memory. What is visited is valid until the next visit. @throws DiskFailure */
  async *read(
    places: number,
    visit: (place: number, image: Uint8Array) => void,
    signal: AbortSignal,
  ): AsyncGenerator<void, void> {
    const { bytesPerImage: size, handle } = this;
    const atOnce = Math.max(Math.floor(CHUNK_BYTES / size), 1);
    const chunk = new Uint8Array(Math.min(atOnce, places) * size);
    for (let from = 0; from < places; from += atOnce) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, from * size).catch(rethrowAsFailure);
      const whole = Math.min(Math.floor(bytesRead / size), places - from);
      for (let i = 0; i < whole; i++) visit(from + i, chunk.subarray(i * size, (i + 1) * size));
      yield;
    }
  }

  /** Adds images that were written. @throws DiskFailure */
  add(entries: readonly CacheEntry[]): void {
    this.pending += entries.map(cacheLine).join('');
    if (this.pending.length >= FLUSH_LENGTH) this.flush();
  }

  /** Copies an image to a free place. */
  async copy(from: number, to: number): Promise<void> {
    const { bytesPerImage: size, handle } = this;
    const image = new Uint8Array(size);
    await handle.read(image, 0, size, from * size);
    await handle.write(image, 0, size, to * size);
  }

  /** Replaces the index, then cuts the file down to its first places. @throws AppError `store-unwritable` */
  async rewrite(entries: Iterable<CacheEntry>, places: number): Promise<void> {
    this.closeIndex();
    await writeFileAtomic(this.indexFile, joined(entries));
    await this.handle.truncate(places * this.bytesPerImage);
  }

  async close(): Promise<void> {
    try {
      this.closeIndex();
    } finally {
      await this.handle.close();
    }
  }

  private flush(): void {
    const { index, pending } = this;
    this.pending = '';
    if (index === undefined || pending === '') return;
    try {
      writeSync(index, pending);
    } catch (error) {
      throw asDiskFailure(error);
    }
  }

  private closeIndex(): void {
    const { index } = this;
    if (index === undefined) return;
    try {
      this.flush();
    } finally {
      this.index = undefined;
      closeSync(index);
    }
  }
}

function* joined(entries: Iterable<CacheEntry>): Generator<string> {
  let text = '';
  for (const entry of entries) {
    text += cacheLine(entry);
    if (text.length < FLUSH_LENGTH) continue;
    yield text;
    text = '';
  }
  yield text;
}

function cacheFile(
  folder: string,
  { size, channels }: Pick<PixelCacheOptions, 'size' | 'channels'>,
  extension: 'u8' | 'jsonl',
): string {
  return path.join(folder, `${PIXEL_FILE_PREFIX}v${CACHE_VERSION}-${size}x${size}x${channels}.${extension}`);
}

async function openOrCreate(file: string): Promise<FileHandle> {
  // Not `w+`, which would empty it, nor `a+`, with which nothing can be written but at the end.
  await (await open(file, 'a')).close();
  return open(file, 'r+');
}

/** Caches of other sizes are given up for this one where the disk is short. @throws DiskFailure */
async function makeRoom(options: PixelCacheOptions, present: number): Promise<void> {
  const { folder, size, channels, count } = options;
  const needed = size * size * channels * count - present;
  const isShort = async () => {
    const { blocks, bavail, bsize } = await statfs(folder);
    // Some file systems do not tell.
    return blocks > 0 && needed > bavail * bsize;
  };
  if (!(await isShort())) return;
  await removeCaches(folder, (name) => !name.startsWith(path.parse(cacheFile(folder, options, 'u8')).name));
  if (await isShort()) throw new DiskFailure('ENOSPC');
}

async function removeCaches(folder: string, isUnwanted: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith(PIXEL_FILE_PREFIX) && isUnwanted(name))
      await rm(path.join(folder, name), { force: true });
}

function rethrowAsFailure(error: unknown): never {
  throw asDiskFailure(error);
}
