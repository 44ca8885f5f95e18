import type { ImageShape } from '../../core/dataset/dataset';
import type { Rng } from '../../core/rng';
import type { Mirrors } from '../../core/run/trainingPlan';

/** How images are distorted by chance. */
export interface Augmentation {
  readonly rng: Rng;
  /** 0–1. */
  readonly distortion: number;
  readonly mirrors: Mirrors;
}

/** A small distortion of an image about its centre; output pixel (x, y) is read at the transformed place. */
export interface Affine {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  /** Pixels. */
  readonly shiftX: number;
  readonly shiftY: number;
}

/** Small enough that no digit, letter or upright object turns into another. */
const LARGEST_TURN_RADIANS = (10 * Math.PI) / 180;
const LARGEST_SCALING = 0.1;
/** Share of the image's edge. */
const LARGEST_SHIFT = 0.08;

/**
 * A random turn (±10°), scale (±10%, each axis by itself) and shift (±8% of the edge) for square images, each times the
 * distortion; half of them mirrored along each axis that allows it.
 */
export function randomAffine(edgePixels: number, { rng, distortion, mirrors }: Augmentation): Affine {
  const turn = symmetric(rng, LARGEST_TURN_RADIANS * distortion);
  const scaleX = (1 + symmetric(rng, LARGEST_SCALING * distortion)) * sign(rng, mirrors.horizontal);
  const scaleY = (1 + symmetric(rng, LARGEST_SCALING * distortion)) * sign(rng, mirrors.vertical);
  const shiftX = symmetric(rng, LARGEST_SHIFT * distortion * edgePixels);
  const shiftY = symmetric(rng, LARGEST_SHIFT * distortion * edgePixels);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return { xx: cos * scaleX, xy: -sin * scaleY, yx: sin * scaleX, yy: cos * scaleY, shiftX, shiftY };
}

/** An image as it is, or exactly mirrored. */
export function mirroring({ horizontal, vertical }: Mirrors): Affine {
  return { xx: horizontal ? -1 : 1, xy: 0, yx: 0, yy: vertical ? -1 : 1, shiftX: 0, shiftY: 0 };
}

function sign(rng: Rng, isMirrored: boolean): number {
  return isMirrored && rng.next01() < 0.5 ? -1 : 1;
}

function symmetric(rng: Rng, largest: number): number {
  return (rng.next01() * 2 - 1) * largest;
}

/**
 * Writes the distorted image to `target` from index `at`: bilinear interpolation of the bytes, edge pixels continued
 * outwards, values 0–255.
 */
export function warpImage(
  { source, target, at }: { readonly source: Uint8Array; readonly target: Float32Array; readonly at: number },
  { height, width, channels }: ImageShape,
  affine: Affine,
): void {
  const centreX = (width - 1) / 2;
  const centreY = (height - 1) / 2;
  let cell = at;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const [dx, dy] = [column - centreX, row - centreY];
      const x = clamp(affine.xx * dx + affine.xy * dy + centreX + affine.shiftX, width - 1);
      const y = clamp(affine.yx * dx + affine.yy * dy + centreY + affine.shiftY, height - 1);
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [shareX, shareY] = [x - left, y - top];
      const stepX = left + 1 < width ? channels : 0;
      const stepY = top + 1 < height ? width * channels : 0;
      let from = (top * width + left) * channels;
      for (let channel = 0; channel < channels; channel++, cell++, from++) {
        const upper = source[from]! * (1 - shareX) + source[from + stepX]! * shareX;
        const lower = source[from + stepY]! * (1 - shareX) + source[from + stepY + stepX]! * shareX;
        target[cell] = upper * (1 - shareY) + lower * shareY;
      }
    }
}

function clamp(value: number, highest: number): number {
  return value < 0 ? 0 : value > highest ? highest : value;
}
