import type { PixelTensor } from '../dataset';

/** Weights of red, green and blue in perceived brightness (ITU-R BT.601). */
export const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114] as const;

/** Writes the brightness of one image, 0–255, row by row, to `grey`: `height × width` values. */
export function greyImage(pixels: PixelTensor, image: number, grey: Float32Array): void {
  const { data, channels, height, width } = pixels;
  const size = height * width;
  let from = image * size * channels;
  if (channels === 1) {
    for (let pixel = 0; pixel < size; pixel++) grey[pixel] = data[from++]!;
    return;
  }
  for (let pixel = 0; pixel < size; pixel++, from += 3)
    grey[pixel] = RED * data[from]! + GREEN * data[from + 1]! + BLUE * data[from + 2]!;
}
