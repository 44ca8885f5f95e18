import { readFile, stat } from 'node:fs/promises';
import type { DatasetIndex } from '../../core/dataset/dataset';
import { systemErrorCode } from '../../core/systemErrorCode';
import { contentHashOf, setFacts, type DecodedFacts } from '../decode/decodedFacts';
import { openDecodeRoom } from '../decode/decodeRoom';
import { hashContent } from '../decode/reader/imageFile';
import { createImageReader, type ImageReader } from '../decode/reader/imageReader';
import { inParallel } from '../../files/inParallel';
import { imageFileOf } from '../../files/pictureBytes';
import { cachedNames } from './cacheNames';
import type { RowCache } from './rowCache';
import { createRowHash } from './rowHash';

export interface RecallOptions {
  readonly index: DatasetIndex;
  readonly cache: RowCache;
  /** Filled in for every image whose file has the content that was decoded, and whose row is undamaged. */
  readonly facts: DecodedFacts;
  /** Which of the images found are counted in what is yielded. */
  readonly isCounted: (image: number) => boolean;
  readonly cores: number;
  readonly signal: AbortSignal;
}

const REPORT_EVERY = 1024;

/**
 * Looks up which images the cache has, yielding how many of those that count were found so far.
 * @returns whether every line of the cache's index could be used as it is.
 */
export async function* recallImages(options: RecallOptions): AsyncGenerator<number, boolean> {
  const { cache, facts, isCounted, signal } = options;
  const lines = await readLines(options);
  const touched = await forgetChanged(options);
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
  return lines === found && touched === 0;
}

/** @returns how many lines there were. */
async function readLines({ index, cache, facts }: RecallOptions): Promise<number> {
  const imageOf = new Map(cachedNames(index).map((name, i) => [name, i]));
  let lines = 0;
  for await (const entry of cache.entries()) {
    lines++;
    const image = entry && imageOf.get(entry.name);
    if (image !== undefined) setFacts(facts, image, entry!.row);
  }
  return lines;
}

/** @returns how many files have other times than they had, and the same content. */
async function forgetChanged({ index, facts, cores, signal }: RecallOptions): Promise<number> {
  const known = Int32Array.from(facts.places.keys()).filter((image) => facts.places[image]! >= 0);
  const work = { count: known.length, parallel: cores * 2, every: REPORT_EVERY, signal };
  let touched = 0;
  const reader = createImageReader(index, openDecodeRoom(undefined));
  const checks = inParallel(work, async (i) => {
    const image = known[i]!;
    const seen = await lookAgain({ index, reader, facts }, image);
    if (seen === 'changed') facts.places[image] = -1;
    if (seen === 'touched') touched++;
  });
  while ((await checks.next()).done !== true);
  return touched;
}

/**
 * A file that another of the same size and time has been renamed over, or that was given its old time back, is told by the
 * time of its last change of any kind; then its content decides, and the times are noted anew. Not noticed is what leaves
 * even that time as it was: a second change within one tick of the file system's clock, or a clock that was set back.
 */
async function lookAgain(
  { index, reader, facts }: Pick<RecallOptions, 'index' | 'facts'> & { readonly reader: ImageReader },
  image: number,
): Promise<'unchanged' | 'touched' | 'changed'> {
  const imagePath = index.paths[image]!;
  const place = index.places?.[image];
  try {
    const file = imageFileOf(index, { path: imagePath, place });
    const { size, mtimeMs, ctimeMs } = await stat(file);
    if (size !== facts.fileBytes[image]) return 'changed';
    if (mtimeMs === facts.mtimesMs[image] && ctimeMs === facts.ctimesMs[image]) return 'unchanged';
    const found =
      place === undefined
        ? hashContent(await readFile(file))
        : (await reader.read(imagePath, place)).contentHash();
    const known = contentHashOf(facts, image);
    if (found.some((word, i) => word !== known[i])) return 'changed';
    facts.mtimesMs[image] = mtimeMs;
    facts.ctimesMs[image] = ctimeMs;
    return 'touched';
  } catch (error) {
    if (systemErrorCode(error) === undefined && place === undefined) throw error;
    // A place may hold no image any more.
    return 'changed';
  }
}

/** The image at each place, −1 where there is none; where two claim a place, the hash decides. */
function imagesByPlace(places: Int32Array, count: number): Int32Array {
  const images = new Int32Array(count).fill(-1);
  for (const [image, place] of places.entries()) if (place >= 0 && place < count) images[place] = image;
  return images;
}
