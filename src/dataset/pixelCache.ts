import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** What a cached image was made from: when any of this changes, it is decoded again. */
export interface CacheSlot {
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly mtimeMs: number;
  /** Pixels of the original, upright. */
  readonly width: number;
  readonly height: number;
}

export interface PixelCacheOptions {
  readonly folder: string;
  /** Edge length in pixels. */
  readonly size: number;
  readonly channels: 1 | 3;
}

/** The slots of a cache, in the order of their pixels, and the checksum of the pixels. */
export interface PixelCacheIndex {
  readonly slots: readonly CacheSlot[];
  readonly sha256: string;
}

/** Changes when images are decoded differently, so that old caches are not used. */
const CACHE_VERSION = 1;
const CHUNK_BYTES = 1 << 22;

/** Reads the index of a cache; undefined when there is none or it is damaged: then everything is decoded anew. */
export async function readCacheIndex(options: PixelCacheOptions): Promise<PixelCacheIndex | undefined> {
  try {
    const index: unknown = JSON.parse(await readFile(cacheFile(options, 'json'), 'utf8'));
    return isCacheIndex(index) ? index : undefined;
  } catch {
    // Missing, unreadable or not JSON: a cache is only ever a shortcut.
    return undefined;
  }
}

/**
 * Copies cached images to where they belong: slot `i` to byte `destinations[i]` of `target`, −1 to skip it.
 * Reads the file once, from start to end, in bounded memory.
 * @returns whether the file was whole and undamaged; if not, what was copied must not be used.
 */
export async function copyCachedPixels(
  options: PixelCacheOptions & {
    readonly index: PixelCacheIndex;
    readonly destinations: Float64Array;
    readonly target: Uint8Array;
    readonly signal: AbortSignal;
  },
): Promise<boolean> {
  const { index, destinations, target, signal } = options;
  const stride = options.size * options.size * options.channels;
  const total = stride * index.slots.length;
  const hash = createHash('sha256');
  let position = 0;
  try {
    const stream = createReadStream(cacheFile(options, 'u8'), { highWaterMark: CHUNK_BYTES });
    for await (const chunk of stream) {
      signal.throwIfAborted();
      if (!(chunk instanceof Uint8Array) || position + chunk.length > total) return false;
      hash.update(chunk);
      copyChunk({ chunk, position, stride, destinations, target });
      position += chunk.length;
    }
  } catch (error) {
    if (signal.aborted) throw error;
    return false;
  }
  return position === total && hash.digest('hex') === index.sha256;
}

interface ChunkCopy {
  readonly chunk: Uint8Array;
  /** Of the chunk's first byte in the file. */
  readonly position: number;
  readonly stride: number;
  readonly destinations: Float64Array;
  readonly target: Uint8Array;
}

/** Copies the parts of images that lie in one chunk of the file. */
function copyChunk({ chunk, position, stride, destinations, target }: ChunkCopy): void {
  for (let from = 0; from < chunk.length;) {
    const slot = Math.floor((position + from) / stride);
    const offset = position + from - slot * stride;
    const length = Math.min(stride - offset, chunk.length - from);
    const destination = destinations[slot] ?? -1;
    if (destination >= 0) target.set(chunk.subarray(from, from + length), destination + offset);
    from += length;
  }
}

/** Replaces the cache: `pixels` holds the images of `slots`, one after another. */
export async function writePixelCache(
  options: PixelCacheOptions & {
    readonly slots: readonly CacheSlot[];
    readonly pixels: Uint8Array;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { folder, slots, pixels, signal } = options;
  await mkdir(folder, { recursive: true });
  const hash = createHash('sha256');
  await writeAtomic(cacheFile(options, 'u8'), hashedChunks());
  const index: PixelCacheIndex = { slots, sha256: hash.digest('hex') };
  // Pixels first: a crash in between leaves an index whose checksum does not fit, which is then ignored.
  await writeAtomic(cacheFile(options, 'json'), [Buffer.from(JSON.stringify(index))]);

  function* hashedChunks(): Generator<Uint8Array> {
    // A copy: hashing and writing accept no view of shared memory everywhere. One, since each is written before the next.
    const copy = new Uint8Array(Math.min(CHUNK_BYTES, pixels.length));
    for (let start = 0; start < pixels.length; start += CHUNK_BYTES) {
      signal.throwIfAborted();
      const chunk = copy.subarray(0, Math.min(CHUNK_BYTES, pixels.length - start));
      chunk.set(pixels.subarray(start, start + chunk.length));
      hash.update(chunk);
      yield chunk;
    }
  }
}

function cacheFile({ folder, size, channels }: PixelCacheOptions, extension: 'u8' | 'json'): string {
  return path.join(folder, `pixels-v${CACHE_VERSION}-${size}x${size}x${channels}.${extension}`);
}

/** Temporary file, fsync, rename: a crash leaves the old file or the new one. */
async function writeAtomic(file: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      for (const chunk of chunks) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function isCacheIndex(value: unknown): value is PixelCacheIndex {
  if (typeof value !== 'object' || value === null || !('slots' in value) || !('sha256' in value))
    return false;
  return typeof value.sha256 === 'string' && Array.isArray(value.slots) && value.slots.every(isSlot);
}

function isSlot(value: unknown): value is CacheSlot {
  if (typeof value !== 'object' || value === null || !('path' in value)) return false;
  const numbers = { size: NaN, mtimeMs: NaN, width: NaN, height: NaN, ...value };
  return (
    typeof value.path === 'string' &&
    [numbers.size, numbers.mtimeMs, numbers.width, numbers.height].every((number) => Number.isFinite(number))
  );
}
