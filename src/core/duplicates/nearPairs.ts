import { createRng, type Rng } from '../rng';
import { correlation } from './correlation';
import { DESCRIPTOR_LENGTH } from './describeImage';
import { runsOfEqualKeys } from './runsOfEqualKeys';

export interface NearPairsInput {
  /** One after the other, `DESCRIPTOR_LENGTH` each. */
  readonly descriptors: Int8Array;
  /** The images to look at, as positions in `descriptors`. */
  readonly images: Int32Array;
  /** Pairs below it are of no interest. */
  readonly leastCorrelation: number;
}

/** Passes over the images; each finds a copy with the probability that the bits it looks at are the same in both. */
const BANDS = 10;
/** Coordinates with the largest variance, which the bits of a key are made of: the others mostly hold noise. */
const COORDINATES = 32;
const KEY_BITS = COORDINATES;
/** Beside its own key, an image is filed under those that flip the bits it is least sure of: the first, the second, both. */
const PROBES = 4;
/** Bits of a key beyond those that give every image one of its own: real images are spread unevenly. */
const SPARE_BITS = 4;
const MOST_BITS = 26;
/** In a run, an image is compared with so many of those after it, which the rest of the keys makes the most alike: time stays linear. */
const COMPARED_AHEAD = 16;
/** A few milliseconds' worth. */
const COMPARED_AT_ONCE = 20_000;

/**
 * Pairs of images whose coarse content is alike, by locality-sensitive hashing: bits say on which side of the median a
 * coordinate is, and images that share a band of bits are compared. A pair, the smaller image first, may be visited more than
 * once. The pairs of an image are bounded, however alike all are; a pair may be missed, but the more
 * alike the images, the more rarely. Yields now and then, so that others get a turn.
 */
export function* nearPairs(input: NearPairsInput, visit: (a: number, b: number) => void): Generator<void> {
  const { descriptors, images } = input;
  const coordinates = mostTelling(descriptors, images);
  const bits = Math.min(
    Math.ceil(Math.log2(Math.max(images.length, 2))) + SPARE_BITS,
    coordinates.length,
    MOST_BITS,
  );
  const rng = createRng(1);
  for (let band = 0; band < BANDS; band++) {
    const keys = yield* bandKeys({ descriptors, images }, { coordinates: shuffled(coordinates, rng), bits });
    const { items, runs } = runsOfEqualKeys(keys, KEY_BITS - bits);
    yield;
    let compared = 0;
    for (const [start, end] of runs()) {
      compared += compareRun(items.subarray(start, end), input, visit);
      if (compared < COMPARED_AT_ONCE) continue;
      compared = 0;
      yield;
    }
  }
}

/** @returns the number of comparisons. */
function compareRun(
  run: Uint32Array,
  { descriptors, images, leastCorrelation }: NearPairsInput,
  visit: (a: number, b: number) => void,
): number {
  let compared = 0;
  for (let i = 0; i < run.length; i++) {
    const a = images[Math.floor(run[i]! / PROBES)]!;
    const end = Math.min(run.length, i + 1 + COMPARED_AHEAD);
    for (let j = i + 1; j < end; j++) {
      const b = images[Math.floor(run[j]! / PROBES)]!;
      if (a !== b && correlation(descriptors, a, b) >= leastCorrelation)
        visit(Math.min(a, b), Math.max(a, b));
    }
    compared += end - i - 1;
  }
  return compared;
}

interface Coordinate {
  readonly index: number;
  readonly median: number;
}

/** The coordinates with the largest variance, largest first. */
function mostTelling(descriptors: Int8Array, images: Int32Array): Coordinate[] {
  const coordinates = Array.from({ length: DESCRIPTOR_LENGTH }, (_, index) => {
    const counts = new Uint32Array(256);
    for (const image of images) counts[descriptors[image * DESCRIPTOR_LENGTH + index]! + 128]!++;
    return { index, ...medianAndVariance(counts, images.length) };
  });
  return coordinates.sort((a, b) => b.variance - a.variance || a.index - b.index).slice(0, COORDINATES);
}

function medianAndVariance(counts: Uint32Array, total: number) {
  let [sum, squares, below] = [0, 0, 0];
  let median: number | undefined;
  for (let slot = 0; slot < counts.length; slot++) {
    const [count, value] = [counts[slot]!, slot - 128];
    sum += count * value;
    squares += count * value * value;
    below += count;
    if (median === undefined && 2 * below >= total) median = value;
  }
  const mean = sum / Math.max(total, 1);
  return { median: median ?? 0, variance: squares / Math.max(total, 1) - mean * mean };
}

function shuffled(coordinates: readonly Coordinate[], rng: Rng): Coordinate[] {
  const places = Int32Array.from(coordinates.keys());
  rng.shuffle(places);
  return Array.from(places, (place) => coordinates[place]!);
}

const KEYS_AT_ONCE = 4096;

/** `PROBES` keys for every image, one after the other; the first coordinate is the highest bit, and the first `bits` may be flipped. */
function* bandKeys(
  { descriptors, images }: Pick<NearPairsInput, 'descriptors' | 'images'>,
  { coordinates, bits }: { readonly coordinates: readonly Coordinate[]; readonly bits: number },
): Generator<void, Uint32Array> {
  const keys = new Uint32Array(images.length * PROBES);
  const indices = Int32Array.from(coordinates, ({ index }) => index);
  const medians = Int32Array.from(coordinates, ({ median }) => median);
  for (let i = 0; i < images.length; i++) {
    const from = images[i]! * DESCRIPTOR_LENGTH;
    let [key, first, second] = [0, 0, 0];
    let [firstMargin, secondMargin] = [Infinity, Infinity];
    for (let bit = 0; bit < indices.length; bit++) {
      const above = descriptors[from + indices[bit]!]! - medians[bit]!;
      const mask = 1 << (KEY_BITS - 1 - bit);
      if (above > 0) key |= mask;
      if (bit >= bits) continue;
      const margin = Math.abs(above - 0.5);
      if (margin < firstMargin) {
        [second, secondMargin] = [first, firstMargin];
        [first, firstMargin] = [mask, margin];
      } else if (margin < secondMargin) [second, secondMargin] = [mask, margin];
    }
    keys[i * PROBES] = key;
    keys[i * PROBES + 1] = key ^ first;
    keys[i * PROBES + 2] = key ^ second;
    keys[i * PROBES + 3] = key ^ first ^ second;
    if (i % KEYS_AT_ONCE === 0) yield;
  }
  return keys;
}
