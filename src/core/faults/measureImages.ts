import { bytesPerImage } from '../dataset/pixels/bytesPerImage';
import type { PixelTensor } from '../dataset/dataset';
import { greyImage } from '../duplicates/greyImage';
import { isBlank } from '../duplicates/isBlank';

/** What faults are recognised by: one value for each image. */
export interface ImageMeasures {
  /** 1 for images that show nothing. */
  readonly isBlank: Uint8Array;
  /** Brightness, 0–255, that all but the brightest hundredth of the pixels stay below. */
  readonly brightEnd: Float32Array;
  /** Brightness, 0–255, that all but the darkest twentieth of the pixels reach. */
  readonly darkEnd: Float32Array;
  /** Variance of the Laplacian relative to the variance of the brightness, at the size the images were decoded to. */
  readonly sharpness: Float32Array;
}

const LEVELS = 256;
const BRIGHT_SHARE = 0.99;
const DARK_SHARE = 0.05;
const MEASURED_AT_ONCE = 128;

/** Of so many images, nothing is known yet. */
export const createMeasures = (count: number): ImageMeasures => ({
  isBlank: new Uint8Array(count),
  brightEnd: new Float32Array(count),
  darkEnd: new Float32Array(count),
  sharpness: new Float32Array(count),
});

/** Adds what is known of some images, the first of which is image `from` of all. */
export function addMeasures(
  all: ImageMeasures,
  { isBlank: blank, brightEnd, darkEnd, sharpness: sharp }: ImageMeasures,
  from: number,
): void {
  all.isBlank.set(blank, from);
  all.brightEnd.set(brightEnd, from);
  all.darkEnd.set(darkEnd, from);
  all.sharpness.set(sharp, from);
}

/** Measures every image. Yields now and then, so that others get a turn. */
export function* measureImages(pixels: PixelTensor): Generator<void, ImageMeasures> {
  const { count, height, width } = pixels;
  const measures = createMeasures(count);
  const bytes = new Uint8Array(bytesPerImage(pixels));
  const grey = new Float32Array(height * width);
  for (let image = 0; image < count; image++) {
    if (image % MEASURED_AT_ONCE === 0) yield;
    pixels.read(image, bytes);
    greyImage(bytes, pixels, grey);
    measures.isBlank[image] = Number(isBlank(bytes, pixels));
    const levels = new Uint32Array(LEVELS);
    for (const value of grey) levels[Math.round(value)]!++;
    measures.brightEnd[image] = levelAt(levels, BRIGHT_SHARE * grey.length);
    measures.darkEnd[image] = levelAt(levels, DARK_SHARE * grey.length);
    measures.sharpness[image] = sharpness(grey, { height, width });
  }
  return measures;
}

/** The lowest level that at least so many pixels are at or below. */
function levelAt(levels: Uint32Array, pixels: number): number {
  let below = 0;
  for (let level = 0; level < LEVELS; level++) {
    below += levels[level]!;
    if (below >= pixels) return level;
  }
  return LEVELS - 1;
}

/** The 4-neighbour Laplacian over all pixels but the border; 0 for a constant image. */
function sharpness(
  grey: Float32Array,
  { height, width }: { readonly height: number; readonly width: number },
): number {
  let [edges, squares, sum] = [0, 0, 0];
  for (let y = 1; y < height - 1; y++)
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      const value = grey[at]!;
      const laplacian = grey[at - 1]! + grey[at + 1]! + grey[at - width]! + grey[at + width]! - 4 * value;
      // Its mean is next to nothing, so the mean square stands for the variance.
      edges += laplacian * laplacian;
      squares += value * value;
      sum += value;
    }
  const count = (height - 2) * (width - 2);
  const variance = squares / count - (sum / count) ** 2;
  return variance > 0 ? edges / count / variance : 0;
}
