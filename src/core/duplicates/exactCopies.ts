import type { PixelTensor } from '../dataset';
import { runsOfEqualKeys } from './runsOfEqualKeys';

/**
 * Visits every image that equals an earlier one pixel by pixel, with the first such. `keys` are equal for equal
 * images, and seldom for others.
 */
export function* exactCopies(
  pixels: PixelTensor,
  { images, keys }: { readonly images: Int32Array; readonly keys: Uint32Array },
  visit: (first: number, copy: number) => void,
): Generator<void> {
  const { items, runs } = runsOfEqualKeys(keys);
  for (const [start, end] of runs()) {
    const firsts: number[] = [];
    for (let i = start; i < end; i++) {
      const image = images[items[i]!]!;
      const first = firsts.find((candidate) => isEqual(pixels, candidate, image));
      if (first === undefined) firsts.push(image);
      else visit(first, image);
    }
    yield;
  }
}

function isEqual({ data, height, width, channels }: PixelTensor, a: number, b: number): boolean {
  const stride = height * width * channels;
  for (let from = a * stride, to = b * stride, end = from + stride; from < end; from++, to++)
    if (data[from] !== data[to]) return false;
  return true;
}

/** FNV-1a (Fowler, Noll and Vo) over words rather than bytes, 32 bits. */
export function hashWords(words: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (const word of words) {
    hash = Math.imul(hash ^ word, 0x01000193);
    // The product moves bits up only.
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
