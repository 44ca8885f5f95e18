import { bytesPerImage } from '../dataset/pixels/bytesPerImage';
import type { PixelTensor } from '../dataset/dataset';
import { partsOf, samplePart, WHOLE, type ImagePart } from './imagePart';
import { createImageFitter } from './fitImage';
import { greyImage } from './greyImage';
import { smooth } from './smooth';

/** Rows and columns in which images are compared while the part that one shows of the other is looked for. */
const COARSE = { height: 12, width: 12 } as const;
const PARTS = partsOf({ scales: [1, 0.92, 0.84, 0.76, 0.7], step: 0.04 });
const LEAST_CORRELATION = 0.85;
/** From the nearest place on the grid of parts to the true one. */
const FIT_STEPS = 3;
/** Shares of the variance that may stay unexplained: in the whole, and in the worst of some blocks, as one scene may be shown with an object and without. */
const [MOST_RESIDUAL, MOST_BLOCK_RESIDUAL] = [0.05, 0.12] as const;
/** Contrast of one copy relative to the other. */
const [LEAST_GAIN, MOST_GAIN] = [0.5, 2] as const;
/** Mean difference of colour in grey levels: the same shape in another colour is another picture. */
const MOST_TINT = 14;

/** Grey, and what red and blue are more than green, where there is colour. */
type Planes = readonly [grey: Float32Array, ...tints: Float32Array[]];

/**
 * Makes a function that says whether one of two images shows the other, or a part of it with at least .7 of its sides: the
 * part that is most like it is looked for, and fitted to it. Of pictures that are known to look alike: it takes 200 times as
 * long as `createPictureComparer`, and lets more difference pass. A mirrored picture is another one, as left is not right.
 * The limits are from crops of web photographs: of those with .9 of the sides it finds 99%, with .7, 80%; nearly all
 * others that pass are shots of one scene.
 */
export function createCropComparer(pixels: PixelTensor): (a: number, b: number) => boolean {
  const size = { height: pixels.height, width: pixels.width };
  const fitter = createImageFitter(size);
  const fits = (whole: Float32Array, part: ImagePart, other: Float32Array): boolean => {
    let moved = samplePart(whole, size, part, size);
    let fit = fitter.fit(moved, other);
    for (let step = 1; step < FIT_STEPS; step++) {
      const closer = new Float32Array(moved.length);
      fitter.warp(closer);
      moved = closer;
      fit = fitter.fit(moved, other);
    }
    const { gain, residual } = fit;
    if (!(gain >= LEAST_GAIN && gain <= MOST_GAIN && residual <= MOST_RESIDUAL)) return false;
    return fitter.worstBlock() <= MOST_BLOCK_RESIDUAL;
  };
  const read = planeReader(pixels);
  return (a, b) => {
    const [first, second] = [read(a), read(b)];
    const [ofFirst, ofSecond] = [
      mostAlikePart(first[0], second[0], size),
      mostAlikePart(second[0], first[0], size),
    ];
    const isPartOfFirst = ofFirst.correlation >= ofSecond.correlation;
    const { correlation, part } = isPartOfFirst ? ofFirst : ofSecond;
    if (correlation < LEAST_CORRELATION) return false;
    const [whole, other] = isPartOfFirst ? [first, second] : [second, first];
    return fits(whole[0], part, other[0]) && tintDifference(whole, part, other, size) <= MOST_TINT;
  };
}

type Size = Pick<PixelTensor, 'height' | 'width'>;

/** Reads images smoothed twice: details that only one of two copies has left do not count. */
function planeReader(pixels: PixelTensor): (image: number) => Planes {
  const { height, width, channels } = pixels;
  const bytes = new Uint8Array(bytesPerImage(pixels));
  const smoothed = (plane: Float32Array): Float32Array => {
    const [once, twice] = [new Float32Array(plane.length), new Float32Array(plane.length)];
    smooth(plane, once, { height, width });
    smooth(once, twice, { height, width });
    return twice;
  };
  return (image) => {
    pixels.read(image, bytes);
    const grey = new Float32Array(height * width);
    greyImage(bytes, pixels, grey);
    if (channels === 1) return [smoothed(grey)];
    const tint = (channel: number) =>
      grey.map((_, at) => bytes[channels * at + channel]! - bytes[channels * at + 1]!);
    return [smoothed(grey), smoothed(tint(0)), smoothed(tint(2))];
  };
}

function mostAlikePart(
  whole: Float32Array,
  other: Float32Array,
  size: Size,
): { readonly correlation: number; readonly part: ImagePart } {
  const wanted = normalized(samplePart(other, size, WHOLE, COARSE));
  let best = { correlation: -1, part: WHOLE };
  for (const part of PARTS) {
    const sampled = normalized(samplePart(whole, size, part, COARSE));
    const correlation = sampled.reduce((sum, value, at) => sum + value * wanted[at]!, 0);
    if (correlation > best.correlation) best = { correlation, part };
  }
  return best;
}

/** With mean 0 and length 1; all 0 where all are equal. */
function normalized(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const length = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return values.map((value) => (length > 0 ? (value - mean) / length : 0));
}

/** Of the part of an image and another image, the larger of the mean differences of both tints; 0 without colour. */
function tintDifference(whole: Planes, part: ImagePart, other: Planes, size: Size): number {
  const [, ...tints] = whole;
  const differences = tints.map((tint, place) => {
    const ofOther = samplePart(other[place + 1]!, size, WHOLE, COARSE);
    return (
      samplePart(tint, size, part, COARSE).reduce(
        (sum, value, at) => sum + Math.abs(value - ofOther[at]!),
        0,
      ) / ofOther.length
    );
  });
  return Math.max(0, ...differences);
}
