import { closeSync, constants, ftruncateSync, writeSync } from 'node:fs';
import { readdir, rm, statfs, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../../files/atomicWrite';
import { isOwnCache, makeCache } from '../../files/cacheMark';
import { openNoFollow, openNoFollowSync } from '../../files/noFollow';
import { cacheLine, readCacheIndex, type CacheEntry } from './cacheIndex';
import { isOutdatedRowFile, isRowFile, rowFiles } from './cacheNames';
import { asDiskFailure, DiskFailure } from './diskFailure';

/** Rows of bytes, one for each image. */
export interface RowForm {
  /** Of the cache's files, without what their names end in. */
  readonly name: string;
  readonly bytesPerRow: number;
}

export interface RowCacheOptions {
  readonly folder: string;
  readonly forms: readonly RowForm[];
  /** Rows that each cache must have room for. */
  readonly count: number;
}

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;
const CHUNK_BYTES = 1 << 22;
/** Lines of the index are held back until they have this many characters. */
const FLUSH_LENGTH = 1 << 16;

/**
 * Opens the caches of one pass over the images, or begins them: each has its own files, and together they must fit on the
 * disk. @throws DiskFailure
 */
export async function openRowCaches({ folder, forms, count }: RowCacheOptions): Promise<readonly RowCache[]> {
  const caches: RowCache[] = [];
  try {
    await makeCache(folder);
    await removeRowFiles(folder, isOutdatedRowFile);
    for (const form of forms) caches.push(await RowCache.open(folder, form));
    await makeRoom(folder, { caches, count });
    return caches;
  } catch (error) {
    await closeAll(caches);
    throw asDiskFailure(error);
  }
}

/** Closes them all, even where the index of one cannot be written. @throws DiskFailure */
export async function closeAll(caches: readonly RowCache[]): Promise<void> {
  const ends = await Promise.allSettled(caches.map((cache) => cache.close()));
  // Storage over the network says only now that it is full.
  for (const end of ends) if (end.status === 'rejected') throw asDiskFailure(end.reason);
}

/**
 * Rows in a file, each at a place of its own, and an index of what each was made from. Rows are written to free places and
 * then added to the index; every one carries a hash, so whatever a crash leaves behind, a row is either found whole or made
 * again. Nothing is ever replaced while a run reads it: the file changes while decoding only, and a dataset has one run at
 * a time.
 */
export class RowCache {
  readonly bytesPerRow: number;
  readonly file: string;
  private readonly indexFile: string;
  private readonly handle: FileHandle;
  private index: number | undefined;
  private pending = '';

  private constructor(
    { folder, name, bytesPerRow }: RowForm & { readonly folder: string },
    opened: { readonly handle: FileHandle; readonly index: number },
  ) {
    this.bytesPerRow = bytesPerRow;
    const files = rowFiles(folder, name);
    this.file = files.rows;
    this.indexFile = files.index;
    this.handle = opened.handle;
    this.index = opened.index;
  }

  /** @throws the system's error */
  static async open(folder: string, form: RowForm): Promise<RowCache> {
    const files = rowFiles(folder, form.name);
    const handle = await openOrCreate(files.rows);
    try {
      const index = openNoFollowSync(files.index, APPEND);
      return new RowCache({ folder, ...form }, { handle, index });
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Without the folder. */
  get fileNames(): readonly string[] {
    return [this.file, this.indexFile].map((file) => path.basename(file));
  }

  entries(): AsyncGenerator<CacheEntry | undefined> {
    return readCacheIndex(this.indexFile);
  }

  /** Places that the file has. */
  async capacity(): Promise<number> {
    return Math.ceil((await this.size()) / this.bytesPerRow);
  }

  /** Bytes of the file. */
  async size(): Promise<number> {
    return (await this.handle.stat()).size;
  }

  /** Reads the first places, from start to end in bounded memory. What is visited is valid until the next visit. @throws DiskFailure */
  async *read(
    places: number,
    visit: (place: number, row: Uint8Array) => void,
    signal: AbortSignal,
  ): AsyncGenerator<void, void> {
    const { bytesPerRow: size, handle } = this;
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

  /** Forgets all rows. @throws DiskFailure */
  async clear(): Promise<void> {
    try {
      // A row without a line is free, a line without its row would not be.
      if (this.index !== undefined) ftruncateSync(this.index);
      await this.handle.truncate();
    } catch (error) {
      throw asDiskFailure(error);
    }
  }

  /** Writes rows to free places, from the first on. @throws DiskFailure */
  async write(first: number, rows: Uint8Array): Promise<void> {
    try {
      let done = 0;
      while (done < rows.length) {
        const left = rows.subarray(done);
        done += (await this.handle.write(left, 0, left.length, first * this.bytesPerRow + done)).bytesWritten;
      }
    } catch (error) {
      throw asDiskFailure(error);
    }
  }

  /** Adds rows that were written. @throws DiskFailure */
  add(entries: readonly CacheEntry[]): void {
    this.pending += entries.map(cacheLine).join('');
    if (this.pending.length >= FLUSH_LENGTH) this.flush();
  }

  /** Copies a row to a free place. */
  async copy(from: number, to: number): Promise<void> {
    const { bytesPerRow: size, handle } = this;
    const row = new Uint8Array(size);
    await handle.read(row, 0, size, from * size);
    await handle.write(row, 0, size, to * size);
  }

  /** Replaces the index, then cuts the file down to its first places. @throws AppError `store-unwritable` */
  async rewrite(entries: Iterable<CacheEntry>, places: number): Promise<void> {
    this.closeIndex();
    await writeFileAtomic(this.indexFile, joined(entries));
    await this.handle.truncate(places * this.bytesPerRow);
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

async function openOrCreate(file: string): Promise<FileHandle> {
  // As `r+`, which creates nothing. `w+` would empty it, and with `a+` nothing can be written but at the end.
  return openNoFollow(file, constants.O_RDWR | constants.O_CREAT);
}

/** Caches of other forms are given up for these where the disk is short. @throws DiskFailure */
async function makeRoom(
  folder: string,
  { caches, count }: { readonly caches: readonly RowCache[]; readonly count: number },
): Promise<void> {
  let needed = 0;
  for (const cache of caches) needed += Math.max(cache.bytesPerRow * count - (await cache.size()), 0);
  const isShort = async () => {
    const { blocks, bavail, bsize } = await statfs(folder);
    // Some file systems do not tell.
    return blocks > 0 && needed > bavail * bsize;
  };
  if (!(await isShort())) return;
  const kept = new Set(caches.flatMap(({ fileNames }) => fileNames));
  await removeRowFiles(folder, (name) => !kept.has(name));
  if (await isShort()) throw new DiskFailure('ENOSPC');
}

async function removeRowFiles(folder: string, isUnwanted: (name: string) => boolean): Promise<void> {
  if (!(await isOwnCache(folder))) return;
  for (const name of await readdir(folder))
    if (isRowFile(name) && isUnwanted(name)) await rm(path.join(folder, name), { force: true });
}

function rethrowAsFailure(error: unknown): never {
  throw asDiskFailure(error);
}
