import { bytesPerImage } from '../dataset/pixels/bytesPerImage';
import type { PixelTensor } from '../dataset/dataset';
import { hashWords } from '../hashWords';
import { createCoarseGrey } from './coarseGrey';
import { createDescriber, DESCRIPTOR_LENGTH } from './describeImage';
import { isBlank } from './isBlank';

/** What copies are found by, before pixels are compared: values by image. */
export interface ImageDescriptions {
  /** 1 for images that show nothing; the other values of these mean nothing. */
  readonly isBlank: Uint8Array;
  /** Equal for equal images, and seldom for others. */
  readonly keys: Uint32Array;
  /** `DESCRIPTOR_LENGTH` numbers an image. */
  readonly descriptors: Int8Array;
  /** 1 where the descriptor says something. */
  readonly hasContent: Uint8Array;
}

const DESCRIBED_AT_ONCE = 256;

/** Of so many images, nothing is known yet. */
export const createDescriptions = (count: number): ImageDescriptions => ({
  isBlank: new Uint8Array(count),
  keys: new Uint32Array(count),
  descriptors: new Int8Array(count * DESCRIPTOR_LENGTH),
  hasContent: new Uint8Array(count),
});

/** Looks at every image by itself. Yields now and then, so that others get a turn. */
export function* describeImages(pixels: PixelTensor): Generator<void, ImageDescriptions> {
  const coarse = createCoarseGrey(pixels);
  const describe = createDescriber(coarse);
  const bytes = new Uint8Array(bytesPerImage(pixels));
  const words = new Uint32Array(coarse.cells.buffer);
  const described = createDescriptions(pixels.count);
  const { descriptors, hasContent, keys } = described;
  for (let image = 0; image < pixels.count; image++) {
    if (image % DESCRIBED_AT_ONCE === 0) yield;
    pixels.read(image, bytes);
    described.isBlank[image] = Number(isBlank(bytes, pixels));
    if (described.isBlank[image] === 1) continue;
    coarse.read(bytes);
    const from = image * DESCRIPTOR_LENGTH;
    if (describe(coarse.cells, descriptors.subarray(from, from + DESCRIPTOR_LENGTH))) hasContent[image] = 1;
    keys[image] = hashWords(words);
  }
  return described;
}

/** Adds what is known of some images, the first of which is image `from` of all. */
export function addDescriptions(
  all: ImageDescriptions,
  { isBlank: blank, keys, descriptors, hasContent }: ImageDescriptions,
  from: number,
): void {
  all.isBlank.set(blank, from);
  all.keys.set(keys, from);
  all.descriptors.set(descriptors, from * DESCRIPTOR_LENGTH);
  all.hasContent.set(hasContent, from);
}
