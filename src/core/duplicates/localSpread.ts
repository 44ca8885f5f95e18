import { correlation } from './correlation';

/** Images that others are compared with, to tell how alike images of this dataset usually are. */
const SAMPLES = 500;
/** Which of the nearest in the sample is measured, as a share of the sample: one past the copies that may be in it. */
const NEIGHBOUR_SHARE = 0.02;
const FEWEST_NEIGHBOURS = 3;
/** No two images are further apart: their correlation is −1. */
const FURTHEST = 2;

/**
 * Makes a function that says how far the look-alikes of an image are: 1 − correlation with its tenth nearest of 500
 * images. Handwritten ones have near neighbours everywhere, photographs have none, so what counts as a copy has to be measured
 * against it (as in Lowe's ratio test, 2004).
 */
export function createLocalSpread(descriptors: Int8Array, images: Int32Array): (image: number) => number {
  const count = Math.min(SAMPLES, images.length);
  const sample = Int32Array.from(
    { length: count },
    (_, i) => images[Math.floor(((i + 0.5) * images.length) / count)]!,
  );
  const place = Math.min(Math.max(FEWEST_NEIGHBOURS, Math.ceil(NEIGHBOUR_SHARE * count)), count);
  const known = new Map<number, number>();
  return (image) => {
    let spread = known.get(image);
    if (spread === undefined) {
      const nearest = new Float32Array(place).fill(FURTHEST);
      for (const other of sample)
        if (other !== image) keepNearest(nearest, Math.max(0, 1 - correlation(descriptors, image, other)));
      spread = nearest.at(-1) ?? 0;
      known.set(image, spread);
    }
    return spread;
  };
}

/** Puts a distance to its place among the smallest so far, which are in ascending order. */
function keepNearest(nearest: Float32Array, distance: number): void {
  let at = nearest.length - 1;
  if (!(distance < nearest[at]!)) return;
  for (; at > 0 && nearest[at - 1]! > distance; at--) nearest[at] = nearest[at - 1]!;
  nearest[at] = distance;
}
