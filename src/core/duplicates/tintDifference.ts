import type { ImageSize } from './describeImage';

const BLOCKS = 4;

/** Mean absolute difference of red−green and blue−green of two colour images over a coarse grid. */
export function tintDifference(a: Uint8Array, b: Uint8Array, { height, width }: ImageSize): number {
  const cells = BLOCKS * BLOCKS;
  const sums = new Float64Array(2 * cells);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) {
      const cell = Math.floor((y * BLOCKS) / height) * BLOCKS + Math.floor((x * BLOCKS) / width);
      const green = a[at + 1]! - b[at + 1]!;
      sums[2 * cell]! += a[at]! - b[at]! - green;
      sums[2 * cell + 1]! += a[at + 2]! - b[at + 2]! - green;
    }
  return sums.reduce((total, sum) => total + Math.abs(sum), 0) / (2 * height * width);
}
