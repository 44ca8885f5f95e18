import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { DatasetIndex, PixelSource, UnreadableImage } from '../core/dataset';
import type { Progress } from '../core/progress';
import { createLocalDecoder, createThreadDecoder, type BatchDecoder } from './batchDecoder';
import { FACTS_PER_IMAGE } from './decodeBatch';
import { inParallel } from './inParallel';
import { tuneForManyImages } from './openImage';
import { copyCachedPixels, readCacheIndex, writePixelCache, type CacheSlot } from './pixelCache';
import { median, probeImages } from './probeImages';
import { systemErrorCode } from '../core/systemErrorCode';
import { AppError } from '../core/appError';

export interface DecodeAllOptions {
  readonly index: DatasetIndex;
  /** Edge length in pixels of the square images. */
  readonly size: number;
  /** `auto` is 1 when a sample of the images is grey throughout, else 3. */
  readonly channels?: 1 | 3 | 'auto';
  /** Where decoded images are kept for the next run. */
  readonly cacheFolder: string;
  /** Images decoded at the same time. Beyond 4 this needs `UV_THREADPOOL_SIZE` set before the process starts. */
  readonly cores: number;
  /** The built `decodeWorker.js`; absent: everything is decoded in this thread. */
  readonly workerFile?: string | undefined;
  readonly signal: AbortSignal;
}

/** The readable images of a dataset. Row `i` of `pixels` is image `readable[i]` of the index. */
export interface DecodedDataset {
  /** In shared memory, so that fold workers read it without a copy. */
  readonly pixels: PixelSource;
  /** Ascending. */
  readonly readable: Int32Array;
  readonly unreadable: readonly UnreadableImage[];
  /** Width and height of the originals in pixels, upright: two values an image of `readable`. */
  readonly sizes: Int32Array;
  /** Changes with the files of the readable images, and with how they are decoded. */
  readonly fingerprint: string;
  /** Of the originals, in pixels, upright; 0 when none was readable. */
  readonly medianWidth: number;
  readonly medianHeight: number;
}

export type DecodeProgress = Extract<Progress, { readonly phase: 'decode' }>;

/** Images decoded one after the other, and then reported. */
const BATCH = 32;
/** Fewer images than this a thread are not worth its start. */
const FEWEST_A_THREAD = 256;
/** Files whose size and time are compared with the cache at the same time. */
const REPORT_EVERY = 64;
/** Images probed for `channels: 'auto'`. */
const PROBED_IMAGES = 64;

/** Decodes every image that the cache does not hold, and keeps the result in the cache. */
export async function* decodeAll(options: DecodeAllOptions): AsyncGenerator<DecodeProgress, DecodedDataset> {
  tuneForManyImages();
  const job = await createJob(options);
  const total = options.index.paths.length;
  const progress = (done: number): DecodeProgress => ({
    phase: 'decode',
    done,
    total,
    unreadable: job.reasons.size,
  });

  yield progress(0);
  const cached = await copyFromCache(job);
  const missing = Int32Array.from(
    Array.from(job.slots.keys()).filter((image) => job.slots[image] === undefined),
  );
  for await (const done of decodeImages(job, missing)) yield progress(total - missing.length + done);

  const decoded = compact(job);
  // Rewritten only when something changed: an image decoded, or one gone from the dataset.
  if (cached !== decoded.readable.length || missing.length > job.reasons.size) await keep(job, decoded);
  return decoded;
}

interface Job {
  readonly options: DecodeAllOptions;
  readonly size: number;
  readonly channels: 1 | 3;
  /** Bytes of one image. */
  readonly stride: number;
  /** Image `i` of the index at byte `i × stride`, until `compact` closes the gaps of unreadable ones. */
  readonly data: Uint8Array;
  /** By image of the index; undefined while, or when, it is not decoded. */
  readonly slots: (CacheSlot | undefined)[];
  readonly reasons: Map<number, string>;
}

async function createJob(options: DecodeAllOptions): Promise<Job> {
  const { index, size, signal } = options;
  let channels = options.channels ?? 'auto';
  if (channels === 'auto') channels = (await probeImages(index, PROBED_IMAGES, signal)).greyscale ? 1 : 3;
  const stride = size * size * channels;
  const slots = Array.from(index.paths, () => undefined);
  return { options, size, channels, stride, data: allocate(index, stride), slots, reasons: new Map() };
}

function allocate(index: DatasetIndex, stride: number): Uint8Array {
  const bytes = index.paths.length * stride;
  try {
    return new Uint8Array(new SharedArrayBuffer(bytes));
  } catch (cause) {
    throw new AppError(
      'bad-setting',
      `${index.paths.length} images at this image size take ${(bytes / 2 ** 30).toFixed(1)} GiB, more than there is; ` +
        `choose a smaller image size.`,
      { cause },
    );
  }
}

/** Fills in every image whose file is as it was when it was cached. Returns how many images the cache holds, 0 for none. */
async function copyFromCache(job: Job): Promise<number> {
  const { cacheFolder: folder, index, cores, signal } = job.options;
  const { size, channels, data } = job;
  const cache = await readCacheIndex({ folder, size, channels });
  if (cache === undefined) return 0;
  const slotOf = new Map(cache.slots.map((slot, i) => [slot.path, i]));
  const destinations = new Float64Array(cache.slots.length).fill(-1);
  const found = new Map<number, CacheSlot>();
  const checks = inParallel(
    { count: index.paths.length, parallel: cores * 2, every: REPORT_EVERY, signal },
    async (image) => {
      const i = slotOf.get(index.paths[image]!);
      const slot = i === undefined ? undefined : cache.slots[i];
      if (i === undefined || slot === undefined || !(await isUnchanged(index.root, slot))) return;
      destinations[i] = image * job.stride;
      found.set(image, slot);
    },
  );
  while ((await checks.next()).done !== true);
  if (!(await copyCachedPixels({ folder, size, channels, index: cache, destinations, target: data, signal })))
    return 0;
  for (const [image, slot] of found) job.slots[image] = slot;
  return cache.slots.length;
}

async function isUnchanged(root: string, slot: CacheSlot): Promise<boolean> {
  try {
    const { size, mtimeMs } = await stat(path.join(root, slot.path));
    return size === slot.size && mtimeMs === slot.mtimeMs;
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return false;
  }
}

/** Decodes images of the index, yielding how many are done. */
async function* decodeImages(job: Job, images: Int32Array): AsyncGenerator<number, void> {
  const { options, data, size, channels } = job;
  const { index, cores, signal, workerFile } = options;
  const target = { root: index.root, data, size, channels };
  const threads = Math.min(cores, Math.floor(images.length / FEWEST_A_THREAD));
  const isThreaded = workerFile !== undefined && threads > 1;
  const decoder = isThreaded
    ? createThreadDecoder(target, { workerFile, threads, signal })
    : createLocalDecoder(target, signal);
  const batches = {
    count: Math.ceil(images.length / BATCH),
    parallel: isThreaded ? threads : cores,
    every: 1,
    signal,
  };
  try {
    for await (const done of inParallel(batches, (batch) => decodeInto(job, decoder, batchOf(images, batch))))
      yield Math.min(done * BATCH, images.length);
  } finally {
    await decoder.dispose();
  }
}

const batchOf = (images: Int32Array, batch: number) => images.slice(batch * BATCH, (batch + 1) * BATCH);

async function decodeInto(job: Job, decoder: BatchDecoder, images: Int32Array): Promise<void> {
  const paths = Array.from(images, (image) => job.options.index.paths[image]!);
  const { facts, reasons } = await decoder.decode({ images, paths });
  for (const [position, reason] of reasons) job.reasons.set(images[position]!, reason);
  for (const [position, image] of images.entries()) {
    if (job.reasons.has(image)) continue;
    const [size, mtimeMs, width, height] = facts.subarray(position * FACTS_PER_IMAGE);
    job.slots[image] = {
      path: paths[position]!,
      size: size!,
      mtimeMs: mtimeMs!,
      width: width!,
      height: height!,
    };
  }
}

/** Moves the readable images together, in place. */
function compact({ options, size, channels, stride, data, slots, reasons }: Job): DecodedDataset {
  const { paths, labels, classes } = options.index;
  const hash = createHash('sha256').update(`${size} ${channels}`);
  const readable: number[] = [];
  const unreadable: UnreadableImage[] = [];
  for (let image = 0; image < paths.length; image++) {
    const slot = slots[image];
    if (slot === undefined) {
      const givenLabel = classes[labels[image]!]!;
      unreadable.push({ path: paths[image]!, givenLabel, reason: reasons.get(image) ?? '' });
      continue;
    }
    hash.update(`\n${slot.path}\0${slot.size} ${slot.mtimeMs}`);
    data.copyWithin(readable.length * stride, image * stride, (image + 1) * stride);
    readable.push(image);
  }
  const count = readable.length;
  return {
    pixels: {
      store: { kind: 'memory', data: data.subarray(0, count * stride) },
      count,
      height: size,
      width: size,
      channels,
    },
    readable: Int32Array.from(readable),
    unreadable,
    sizes: Int32Array.from(readable.flatMap((image) => [slots[image]!.width, slots[image]!.height])),
    fingerprint: hash.digest('hex'),
    medianWidth: median(readable.map((image) => slots[image]!.width)),
    medianHeight: median(readable.map((image) => slots[image]!.height)),
  };
}

async function keep(job: Job, decoded: DecodedDataset): Promise<void> {
  const { cacheFolder: folder, signal } = job.options;
  const { size, channels, slots } = job;
  const kept = Array.from(decoded.readable, (image) => slots[image]!);
  try {
    await writePixelCache({
      folder,
      size,
      channels,
      slots: kept,
      pixels: job.data.subarray(0, kept.length * job.stride),
      signal,
    });
  } catch (error) {
    // A full or read-only disk costs time on the next run, not this run.
    if (systemErrorCode(error) === undefined) throw error;
  }
}
