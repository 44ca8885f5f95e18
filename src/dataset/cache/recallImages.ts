import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { DatasetIndex } from '../../core/dataset/dataset';
import { systemErrorCode } from '../../core/systemErrorCode';
import { setFacts, type DecodedFacts } from '../decode/decodedFacts';
import { inParallel } from '../../files/inParallel';
import type { RowCache } from './rowCache';
import { createRowHash } from './rowHash';

export interface RecallOptions {
  readonly index: DatasetIndex;
  readonly cache: RowCache;
  /** Filled in for every image whose file is as it was when it was decoded, and whose row is undamaged. */
  readonly facts: DecodedFacts;
  /** Which of the images found are counted in what is yielded. */
  readonly isCounted: (image: number) => boolean;
  readonly cores: number;
  readonly signal: AbortSignal;
}

const REPORT_EVERY = 1024;

/**
 * Looks up which images the cache has, yielding how many of those that count were found so far.
 * @returns whether every line of the cache's index could be used.
 */
export async function* recallImages(options: RecallOptions): AsyncGenerator<number, boolean> {
  const { cache, facts, isCounted, signal } = options;
  const lines = await readLines(options);
  await forgetChanged(options);
  const places = await cache.capacity();
  const imageAt = imagesByPlace(facts.places, places);
  const hash = createRowHash(cache.bytesPerRow);
  let found = 0;
  let counted = 0;
  const isWhole = new Uint8Array(facts.places.length);
  const reading = cache.read(
    places,
    (place, row) => {
      const image = imageAt[place]!;
      if (image < 0 || hash(row) !== facts.hashes[image]) return;
      isWhole[image] = 1;
      found++;
      if (isCounted(image)) counted++;
    },
    signal,
  );
  while ((await reading.next()).done !== true) yield counted;
  for (const [image, whole] of isWhole.entries()) if (whole === 0) facts.places[image] = -1;
  return lines === found;
}

/** @returns how many lines there were. */
async function readLines({ index, cache, facts }: RecallOptions): Promise<number> {
  const imageOf = new Map(index.paths.map((image, i) => [image, i]));
  let lines = 0;
  for await (const entry of cache.entries()) {
    lines++;
    const image = entry && imageOf.get(entry.path);
    if (image !== undefined) setFacts(facts, image, entry!.row);
  }
  return lines;
}

async function forgetChanged({ index, facts, cores, signal }: RecallOptions): Promise<void> {
  const known = Int32Array.from(facts.places.keys()).filter((image) => facts.places[image]! >= 0);
  const work = { count: known.length, parallel: cores * 2, every: REPORT_EVERY, signal };
  const checks = inParallel(work, async (i) => {
    const image = known[i]!;
    if (!(await isUnchanged(path.join(index.root, index.paths[image]!), facts, image)))
      facts.places[image] = -1;
  });
  while ((await checks.next()).done !== true);
}

async function isUnchanged(file: string, facts: DecodedFacts, image: number): Promise<boolean> {
  try {
    const { size, mtimeMs } = await stat(file);
    return size === facts.fileBytes[image] && mtimeMs === facts.mtimesMs[image];
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return false;
  }
}

/** The image at each place, −1 where there is none; where two claim a place, the hash decides. */
function imagesByPlace(places: Int32Array, count: number): Int32Array {
  const images = new Int32Array(count).fill(-1);
  for (const [image, place] of places.entries()) if (place >= 0 && place < count) images[place] = image;
  return images;
}
