import { bytesPerImage } from '../dataset/pixels/bytesPerImage';
import type { PixelTensor } from '../dataset/dataset';
import { correlation } from './correlation';
import { describeImages, type ImageDescriptions } from './describeImages';
import { createLocalSpread } from './localSpread';
import { nearPairs } from './nearPairs';
import { createPictureComparer } from './pictureComparer';
import { runsOfEqualKeys } from './runsOfEqualKeys';
import { createUnionFind, type UnionFind } from './unionFind';

/** Images that are copies of one picture. */
export interface DuplicateGroup {
  /** Ascending, at least two. */
  readonly images: Int32Array;
  /** Every pixel is the same in all of them, at the size they were decoded to. */
  readonly isExact: boolean;
}

/** Correlation of the coarse content below which images are not looked at further. */
const LEAST_CORRELATION = 0.9;
/** A copy that has not been moved to fit yet is no further away than this share of the usual distance of look-alikes. */
const NEAR_SHARE = 0.15;
/** An image that so many others resemble without being copies is one of a crowd, and is compared no further: time stays linear. */
const MOST_FAILURES = 16;

/**
 * Finds the copies among decoded images: the same pixels, or the same picture re-encoded, rescaled, slightly cropped, brightened.
 * Blank images are no copies of each other. Yields now and then, so that others get a turn; the comparisons of an image are bounded.
 * `known`: what all images are like, where they have been looked at before.
 */
export function* findDuplicates(
  pixels: PixelTensor,
  known?: ImageDescriptions,
): Generator<void, DuplicateGroup[]> {
  const described = shownImages(known ?? (yield* describeImages(pixels)));
  const exact = createUnionFind(pixels.count);
  yield* exactCopies(pixels, described, exact.union);
  const near = createUnionFind(pixels.count);
  for (const image of described.images) near.union(exact.find(image), image);
  yield* joinNear(pixels, described, near);
  return near.groups().map((images) => ({
    images,
    isExact: images.every((image) => exact.find(image) === exact.find(images[0]!)),
  }));
}

/** Images that show something, and what they are compared by. */
interface Described extends Pick<ImageDescriptions, 'descriptors' | 'hasContent'> {
  readonly images: Int32Array;
  /** By position in `images`. */
  readonly keys: Uint32Array;
}

function shownImages({ isBlank, keys, ...compared }: ImageDescriptions): Described {
  const images = Int32Array.from(isBlank.keys()).filter((image) => isBlank[image] === 0);
  return { ...compared, images, keys: Uint32Array.from(images, (image) => keys[image]!) };
}

/** Joins the groups that show the same picture; one image stands for all its exact copies. */
function* joinNear(
  pixels: PixelTensor,
  { images, descriptors, hasContent }: Described,
  groups: UnionFind,
): Generator<void> {
  const firsts = images.filter((image) => hasContent[image] === 1 && groups.find(image) === image);
  const spreadAround = createLocalSpread(descriptors, firsts);
  const isSamePicture = createPictureComparer(pixels);
  const rejected = createPairMemory(pixels.count);
  const failures = new Uint8Array(pixels.count);
  const isInCrowd = (image: number) => failures[image]! >= MOST_FAILURES;
  yield* nearPairs({ descriptors, images: firsts, leastCorrelation: LEAST_CORRELATION }, (a, b) => {
    if (groups.find(a) === groups.find(b) || isInCrowd(a) || isInCrowd(b) || rejected.has(a, b)) return;
    const spread = Math.min(spreadAround(a), spreadAround(b));
    const isNear = 1 - correlation(descriptors, a, b) <= NEAR_SHARE * spread;
    if (isNear && isSamePicture(a, b, spread)) {
      groups.union(a, b);
      return;
    }
    rejected.add(a, b);
    if (!isNear) return;
    failures[a]!++;
    failures[b]!++;
  });
}

const REMEMBERED_PAIRS = 1 << 18;

/** Remembers some of the pairs it is told. A new pair may push out an old one, so memory is bounded; what it remembers is right. */
function createPairMemory(count: number) {
  const slots = new Float64Array(REMEMBERED_PAIRS).fill(-1);
  const keyOf = (a: number, b: number) => Math.min(a, b) * count + Math.max(a, b);
  const slotOf = (a: number, b: number) => (Math.imul(a ^ b, 0x9e3779b1) >>> 8) % REMEMBERED_PAIRS;
  return {
    has: (a: number, b: number) => slots[slotOf(a, b)] === keyOf(a, b),
    add: (a: number, b: number) => {
      slots[slotOf(a, b)] = keyOf(a, b);
    },
  };
}

/**
 * Visits every image that equals an earlier one pixel by pixel, with the first such. `keys` are equal for equal
 * images, and seldom for others.
 */
function* exactCopies(
  pixels: PixelTensor,
  { images, keys }: { readonly images: Int32Array; readonly keys: Uint32Array },
  visit: (first: number, copy: number) => void,
): Generator<void> {
  const { items, runs } = runsOfEqualKeys(keys);
  const isEqual = createComparer(pixels);
  for (const [start, end] of runs()) {
    const firsts: number[] = [];
    for (let i = start; i < end; i++) {
      const image = images[items[i]!]!;
      const first = firsts.find((candidate) => isEqual(candidate, image));
      if (first === undefined) firsts.push(image);
      else visit(first, image);
    }
    yield;
  }
}

function createComparer(pixels: PixelTensor): (a: number, b: number) => boolean {
  const size = bytesPerImage(pixels);
  const [first, second] = [new Uint8Array(size), new Uint8Array(size)];
  return (a, b) => {
    pixels.read(a, first);
    pixels.read(b, second);
    return first.every((value, at) => value === second[at]);
  };
}
