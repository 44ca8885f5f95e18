import { bytesPerImage } from '../../../../src/core/dataset/pixels/bytesPerImage';
import type { PixelTensor } from '../../../../src/core/dataset/dataset';
import { createCoarseGrey } from '../../../../src/core/duplicates/coarseGrey';
import { correlation } from '../../../../src/core/duplicates/correlation';
import { createDescriber, DESCRIPTOR_LENGTH } from '../../../../src/core/duplicates/describeImage';

/** Descriptors of all images, one after the other. */
export function describeAll(pixels: PixelTensor): Int8Array {
  const coarse = createCoarseGrey(pixels);
  const describe = createDescriber(coarse);
  const bytes = new Uint8Array(bytesPerImage(pixels));
  const descriptors = new Int8Array(pixels.count * DESCRIPTOR_LENGTH);
  for (let image = 0; image < pixels.count; image++) {
    pixels.read(image, bytes);
    coarse.read(bytes);
    describe(coarse.cells, descriptors.subarray(image * DESCRIPTOR_LENGTH, (image + 1) * DESCRIPTOR_LENGTH));
  }
  return descriptors;
}

/** Every pair above a correlation, by comparing each with each. */
export function slowNearPairs(descriptors: Int8Array, leastCorrelation: number): Set<string> {
  const count = descriptors.length / DESCRIPTOR_LENGTH;
  const pairs = new Set<string>();
  for (let a = 0; a < count; a++)
    for (let b = a + 1; b < count; b++)
      if (correlation(descriptors, a, b) >= leastCorrelation) pairs.add(`${a},${b}`);
  return pairs;
}

/** Groups of equal images, by comparing each with each. */
export function slowExactGroups(pixels: PixelTensor): number[][] {
  const bytes = (image: number) => {
    const copy = Buffer.alloc(bytesPerImage(pixels));
    pixels.read(image, copy);
    return copy;
  };
  const groups: number[][] = [];
  for (let image = 0; image < pixels.count; image++) {
    const group = groups.find(([first]) => bytes(first!).equals(bytes(image)));
    if (group === undefined) groups.push([image]);
    else group.push(image);
  }
  return groups.filter((group) => group.length > 1);
}
