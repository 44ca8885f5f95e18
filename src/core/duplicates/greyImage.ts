import type { ImageShape } from '../dataset/dataset';

/** Weights of red, green and blue in perceived brightness (ITU-R BT.601). */
export const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114] as const;

/** Writes the brightness of an image, 0–255, row by row, to `grey`: a value a pixel. */
export function greyImage(image: Uint8Array, { channels }: ImageShape, grey: Float32Array): void {
  if (channels === 1) {
    grey.set(image);
    return;
  }
  for (let pixel = 0, from = 0; pixel < grey.length; pixel++, from += 3)
    grey[pixel] = RED * image[from]! + GREEN * image[from + 1]! + BLUE * image[from + 2]!;
}
