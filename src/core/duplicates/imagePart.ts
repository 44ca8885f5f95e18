import type { ImageSize } from './describeImage';

/** A part of an image with the shape of the whole, in shares of its sides. */
export interface ImagePart {
  readonly left: number;
  readonly top: number;
  /** How long its sides are. */
  readonly scale: number;
}

export const WHOLE: ImagePart = { left: 0, top: 0, scale: 1 };

/** The parts of each of the sizes, `step` apart across and down. */
export function partsOf({
  scales,
  step,
}: {
  readonly scales: readonly number[];
  readonly step: number;
}): readonly ImagePart[] {
  return scales.flatMap((scale) => {
    const places = Array.from({ length: Math.floor((1 - scale) / step + 1e-9) + 1 }, (_, i) => i * step);
    return places.flatMap((top) => places.map((left) => ({ left, top, scale })));
  });
}

/** Samples a part of an image, one plane, at the pixels of another size, bilinearly; edges are repeated. */
export function samplePart(
  image: Float32Array,
  { height, width }: ImageSize,
  { left, top, scale }: ImagePart,
  to: ImageSize,
): Float32Array {
  const sampled = new Float32Array(to.height * to.width);
  for (let y = 0; y < to.height; y++) {
    const v = clamp((top + (scale * (y + 0.5)) / to.height) * height - 0.5, height - 1);
    const upper = Math.min(Math.floor(v), height - 2);
    for (let x = 0; x < to.width; x++) {
      const u = clamp((left + (scale * (x + 0.5)) / to.width) * width - 0.5, width - 1);
      const before = Math.min(Math.floor(u), width - 2);
      const [p, q, at] = [u - before, v - upper, upper * width + before];
      const above = image[at]! * (1 - p) + image[at + 1]! * p;
      const below = image[at + width]! * (1 - p) + image[at + width + 1]! * p;
      sampled[y * to.width + x] = above * (1 - q) + below * q;
    }
  }
  return sampled;
}

const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);
