import { AppError } from '../../core/appError';
import type { DatasetIndex } from '../../core/dataset/dataset';
import type { Progress } from '../../core/run/progress';
import { mapSteps, runSteps } from '../../core/steps';
import { describeDecoded, type DecodedDataset } from './decodedDataset';
import { createDecodedFacts, getFacts, type DecodedFacts } from './decodedFacts';
import { decodeImages } from './decodeImages';
import { DiskFailure } from '../cache/diskFailure';
import { tuneForManyImages } from './openImage';
import { PixelCache } from '../cache/pixelCache';
import { recallImages } from '../cache/recallImages';
import { freePlaces, tidyCache } from '../cache/tidyCache';
import { message, type Message } from '../../core/words/message';

export interface DecodeAllOptions {
  readonly index: DatasetIndex;
  /** Edge length in pixels of the square images. */
  readonly size: number;
  readonly channels: 1 | 3;
  /** Where decoded images are kept for the next run, and for this one where they are many. */
  readonly cacheFolder: string;
  /** Images decoded at the same time. Beyond 4 this needs `UV_THREADPOOL_SIZE` set before the process starts. */
  readonly cores: number;
  /** With more bytes of pixels, images stay in the file of the cache and are read from there. */
  readonly mostBytesInMemory?: number;
  /** The built `decodeWorker.js`, with the files of the JPEG decoder; absent: all is decoded in this thread, by the full decoder. */
  readonly workerFile?: string | undefined;
  readonly signal: AbortSignal;
}

export type DecodeProgress = Extract<Progress, { readonly phase: 'decode' }>;

/**
 * Up to 20,000 colour images of 64 pixels, or 340,000 digits. Reading from memory saves microseconds an image, where a
 * training step takes milliseconds; and below this, pixels are not what most of a scan's memory goes to.
 */
const MOST_BYTES_IN_MEMORY = 256 * 1024 * 1024;
/** The limit where they cannot be kept on disk. */
const MOST_BYTES_WITHOUT_DISK = 2 ** 31;

/**
 * Decodes every image that the cache does not hold, and adds it to the cache; an interrupted run has added what it has
 * decoded. Where the disk cannot hold the cache, all are decoded into memory.
 * @throws AppError `bad-setting`, `store-unwritable` when neither holds them.
 */
export async function* decodeAll(options: DecodeAllOptions): AsyncGenerator<DecodeProgress, DecodedDataset> {
  tuneForManyImages();
  const job = createJob(options);
  yield progressOf(job, 0);
  try {
    return yield* decodeThroughCache(job);
  } catch (error) {
    if (!(error instanceof DiskFailure)) throw error;
    return yield* decodeIntoMemory(job, error);
  }
}

interface Job {
  readonly options: DecodeAllOptions;
  readonly bytesPerImage: number;
  readonly facts: DecodedFacts;
  /** By image that cannot be read. */
  readonly reasons: Map<number, Message>;
}

function createJob(options: DecodeAllOptions): Job {
  const { index, size, channels } = options;
  return {
    options,
    bytesPerImage: size * size * channels,
    facts: createDecodedFacts(index.paths.length),
    reasons: new Map(),
  };
}

const progressOf = ({ options, reasons }: Job, done: number): DecodeProgress => ({
  phase: 'decode',
  done,
  total: options.index.paths.length,
  unreadable: reasons.size,
});

async function* decodeThroughCache(job: Job): AsyncGenerator<DecodeProgress, DecodedDataset> {
  const { options, facts, bytesPerImage } = job;
  const { index, size, channels, cacheFolder: folder, cores, signal } = options;
  const { mostBytesInMemory = MOST_BYTES_IN_MEMORY } = options;
  const total = index.paths.length;
  const cache = await PixelCache.open({ folder, size, channels, count: total });
  try {
    const recall = recallImages({ index, cache, facts, cores, signal });
    const isAllUsed = yield* mapSteps(recall, (done) => progressOf(job, done));

    const images = Int32Array.from(facts.places.keys()).filter((image) => facts.places[image]! < 0);
    const free = freePlaces(facts.places);
    const decoding = decodeImages({
      ...options,
      ...job,
      images,
      places: images.map(() => free.next().value),
      target: cache.file,
      onDecoded: (done) =>
        cache.add(done.map((image) => ({ path: index.paths[image]!, row: getFacts(facts, image) }))),
    });
    for await (const done of decoding) yield progressOf(job, total - images.length + done);

    const readable = total - job.reasons.size;
    const isTidy = isAllUsed && images.length === job.reasons.size && (await cache.capacity()) === readable;
    if (!isTidy) await tidyCache(cache, { paths: index.paths, facts, signal });
    const places = facts.places.filter((place) => place >= 0);
    return describeDecoded({
      ...job,
      index,
      size,
      channels,
      store:
        total * bytesPerImage > mostBytesInMemory
          ? { kind: 'file', file: cache.file, places }
          : { kind: 'memory', data: await loadImages(cache, places, signal) },
    });
  } finally {
    await cache.close();
  }
}

/** Reads the images at some places into memory, one after another. @throws DiskFailure */
async function loadImages(cache: PixelCache, places: Int32Array, signal: AbortSignal): Promise<Uint8Array> {
  const { bytesPerImage } = cache;
  const data = new Uint8Array(new SharedArrayBuffer(places.length * bytesPerImage));
  const end = places.reduce((most, place) => Math.max(most, place + 1), 0);
  const positions = new Int32Array(end).fill(-1);
  places.forEach((place, position) => (positions[place] = position));
  let loaded = 0;
  const visit = (place: number, image: Uint8Array) => {
    if (positions[place]! < 0) return;
    data.set(image, positions[place]! * bytesPerImage);
    loaded++;
  };
  const reading = cache.read(end, visit, signal);
  await runSteps(reading);
  if (loaded < places.length) throw new DiskFailure('EIO');
  return data;
}

/** Decodes every image, into memory. */
async function* decodeIntoMemory(
  job: Job,
  failure: DiskFailure,
): AsyncGenerator<DecodeProgress, DecodedDataset> {
  const { options, facts, bytesPerImage } = job;
  const { index, size, channels, cacheFolder } = options;
  const target = allocate(index.paths.length * bytesPerImage, { failure, cacheFolder });
  facts.places.fill(-1);
  job.reasons.clear();
  const images = Int32Array.from(index.paths.keys());
  const decoding = decodeImages({
    ...options,
    ...job,
    images,
    places: images,
    target,
    onDecoded: () => undefined,
  });
  for await (const done of decoding) yield progressOf(job, done);
  const readable = images.filter((image) => facts.places[image]! >= 0);
  readable.forEach((image, position) =>
    target.copyWithin(position * bytesPerImage, image * bytesPerImage, (image + 1) * bytesPerImage),
  );
  const data = target.subarray(0, readable.length * bytesPerImage);
  return describeDecoded({ ...job, index, size, channels, store: { kind: 'memory', data } });
}

function allocate(
  bytes: number,
  { failure, cacheFolder }: { readonly failure: DiskFailure; readonly cacheFolder: string },
): Uint8Array {
  const size = { bytes };
  if (bytes > MOST_BYTES_WITHOUT_DISK)
    throw new AppError(
      'store-unwritable',
      message('pixels-do-not-fit-disk', { size, folder: cacheFolder, code: failure.systemCode }),
      { cause: failure },
    );
  try {
    return new Uint8Array(new SharedArrayBuffer(bytes));
  } catch (cause) {
    throw new AppError('bad-setting', message('pixels-do-not-fit-memory', { size }), { cause });
  }
}
