import type { PixelTensor } from '../dataset';

const BLOCKS = 4;

/** Mean absolute difference of red−green and blue−green over a coarse grid. */
export function tintDifference({ data, height, width }: PixelTensor, a: number, b: number): number {
  const cells = BLOCKS * BLOCKS;
  const sums = new Float64Array(2 * cells);
  const stride = height * width * 3;
  for (let y = 0, from = a * stride, to = b * stride; y < height; y++)
    for (let x = 0; x < width; x++, from += 3, to += 3) {
      const cell = Math.floor((y * BLOCKS) / height) * BLOCKS + Math.floor((x * BLOCKS) / width);
      const green = data[from + 1]! - data[to + 1]!;
      sums[2 * cell]! += data[from]! - data[to]! - green;
      sums[2 * cell + 1]! += data[from + 2]! - data[to + 2]! - green;
    }
  return sums.reduce((total, sum) => total + Math.abs(sum), 0) / (2 * height * width);
}
