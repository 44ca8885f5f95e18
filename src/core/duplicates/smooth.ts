import type { ImageSize } from './describeImage';

/** Binomial 3×3, edges repeated. */
export function smooth(from: Float32Array, to: Float32Array, { height, width }: ImageSize): void {
  for (let y = 0; y < height; y++) {
    const [up, at, down] = [Math.max(y - 1, 0) * width, y * width, Math.min(y + 1, height - 1) * width];
    const column = (x: number) => from[up + x]! + 2 * from[at + x]! + from[down + x]!;
    let [left, middle] = [column(0), column(0)];
    for (let x = 0; x < width; x++) {
      const right = column(Math.min(x + 1, width - 1));
      to[at + x] = (left + 2 * middle + right) / 16;
      [left, middle] = [middle, right];
    }
  }
}
