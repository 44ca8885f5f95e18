import { bytesPerImage } from '../dataset/bytesPerImage';
import type { PixelTensor } from '../dataset/dataset';
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
