import type { PixelStore } from '../../core/dataset/dataset';
import { mapSteps, runSteps } from '../../core/steps';
import { DiskFailure } from '../cache/diskFailure';
import { cachedNames } from '../cache/cacheNames';
import { recallImages } from '../cache/recallImages';
import { closeAll, openRowCaches, type RowCache } from '../cache/rowCache';
import { freePlaces, tidyCache } from '../cache/tidyCache';
import { describeDecoded, type DecodedDataset } from './decodedDataset';
import { getFacts } from './decodedFacts';
import { decodeImages, isEmbedding, type OutputWork } from './decodeImages';
import { progressOf, type DecodeJob, type DecodeProgress, type OutputJob } from './decodeJob';

/**
 * Up to 20,000 colour images of 64 pixels, or 340,000 digits. Reading from memory saves microseconds an image, where a
 * training step takes milliseconds; and below this, pixels are not what most of a scan's memory goes to.
 */
const MOST_BYTES_IN_MEMORY = 256 * 1024 * 1024;

interface CachedOutput extends OutputJob {
  readonly cache: RowCache;
}

/** Makes what the caches lack. @throws DiskFailure */
export async function* decodeThroughCache(
  job: DecodeJob,
): AsyncGenerator<DecodeProgress, readonly DecodedDataset[]> {
  const { index, cacheFolder: folder, signal } = job.options;
  const names = cachedNames(index);
  const caches = await openRowCaches({ folder, forms: job.outputs, count: index.paths.length });
  try {
    const outputs = job.outputs.map((output, i) => ({ ...output, cache: caches[i]! }));
    const current = yield* recallAll(job, outputs);
    const changed = yield* makeMissing(job, outputs, names);
    const readable = index.paths.length - job.reasons.size;
    for (const output of outputs) {
      const { cache, facts } = output;
      const isTidy = current.has(output) && !changed.has(output) && (await cache.capacity()) === readable;
      if (!isTidy) await tidyCache(cache, { names, facts, signal });
    }
    return await describeAll(job, outputs);
  } finally {
    await closeAll(caches);
  }
}

/** Yields how many images are found to need nothing more. @returns outputs of which every line of the index could be used. */
async function* recallAll(
  job: DecodeJob,
  outputs: readonly CachedOutput[],
): AsyncGenerator<DecodeProgress, ReadonlySet<CachedOutput>> {
  const current = new Set<CachedOutput>();
  // The largest takes the most time, and only with the last is it known what an image needs.
  const ascending = outputs.toSorted((a, b) => a.bytesPerRow - b.bytesPerRow);
  for (const output of ascending) {
    const isCounted =
      output === ascending.at(-1)
        ? (image: number) => ascending.every(({ facts }) => facts.places[image]! >= 0)
        : () => false;
    const recall = recallImages({ ...job.options, ...output, isCounted });
    if (yield* mapSteps(recall, (done) => progressOf(job, done))) current.add(output);
  }
  return current;
}

/** @returns outputs to which rows were added. */
async function* makeMissing(
  job: DecodeJob,
  outputs: readonly CachedOutput[],
  names: readonly string[],
): AsyncGenerator<DecodeProgress, ReadonlySet<CachedOutput>> {
  const { options, reasons } = job;
  const { paths } = options.index;
  const images = Int32Array.from(paths.keys()).filter((image) =>
    outputs.some(({ facts }) => facts.places[image]! < 0),
  );
  const changed = new Set<CachedOutput>();
  const work = outputs.map((output): OutputWork => {
    const { cache, facts } = output;
    const free = freePlaces(facts.places);
    return {
      ...output,
      target: cache.file,
      places: images.map((image) => (facts.places[image]! < 0 ? free.next().value : -1)),
      onDecoded: (done) => {
        if (done.length > 0) changed.add(output);
        cache.add(done.map((image) => ({ name: names[image]!, row: getFacts(facts, image) })));
      },
    };
  });
  const embedding = isEmbedding(work);
  const found = paths.length - images.length;
  const decoding = decodeImages({ ...options, images, reasons, outputs: work });
  for await (const done of decoding) yield progressOf(job, found + done, { embedding });
  return changed;
}

async function describeAll(
  { options, reasons }: DecodeJob,
  outputs: readonly CachedOutput[],
): Promise<readonly DecodedDataset[]> {
  const { index, signal, isInFiles = false, mostBytesInMemory = MOST_BYTES_IN_MEMORY } = options;
  let room = isInFiles ? 0 : mostBytesInMemory;
  const decoded: DecodedDataset[] = [];
  for (const output of outputs) {
    const { cache, facts, bytesPerRow } = output;
    const places = facts.places.filter((place) => place >= 0);
    const bytes = index.paths.length * bytesPerRow;
    const fits = bytes <= room;
    if (fits) room -= bytes;
    const store: PixelStore = fits
      ? { kind: 'memory', data: await loadRows(cache, places, signal) }
      : { kind: 'file', file: cache.file, places };
    decoded.push(describeDecoded({ ...output, index, reasons, store }));
  }
  return decoded;
}

/** Reads the rows at some places into memory, one after another. @throws DiskFailure */
async function loadRows(cache: RowCache, places: Int32Array, signal: AbortSignal): Promise<Uint8Array> {
  const { bytesPerRow } = cache;
  const data = new Uint8Array(new SharedArrayBuffer(places.length * bytesPerRow));
  const end = places.reduce((most, place) => Math.max(most, place + 1), 0);
  const positions = new Int32Array(end).fill(-1);
  places.forEach((place, position) => (positions[place] = position));
  let loaded = 0;
  const visit = (place: number, row: Uint8Array) => {
    if (positions[place]! < 0) return;
    data.set(row, positions[place]! * bytesPerRow);
    loaded++;
  };
  await runSteps(cache.read(end, visit, signal));
  if (loaded < places.length) throw new DiskFailure('EIO');
  return data;
}
