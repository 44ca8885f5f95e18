import { DESCRIPTOR_LENGTH, DESCRIPTOR_SCALE } from './describeImage';

const SQUARED_SCALE = DESCRIPTOR_SCALE * DESCRIPTOR_SCALE;

/** Correlation, −1 to 1, of the coarse content of two images by their descriptors in `data`. */
export function correlation(data: Int8Array, a: number, b: number): number {
  let from = a * DESCRIPTOR_LENGTH;
  let to = b * DESCRIPTOR_LENGTH;
  let sum = 0;
  for (let i = 0; i < DESCRIPTOR_LENGTH; i++) sum += data[from++]! * data[to++]!;
  return sum / SQUARED_SCALE;
}
