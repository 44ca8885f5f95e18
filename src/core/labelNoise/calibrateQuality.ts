import { isotonicFit } from './isotonic';

/**
 * Label qualities made honest: `quality` orders the images well, but was computed by models that have seen them and is
 * too sure; `heldOutQuality[i]`, of image `heldOutImages[i]`, was not, but orders them less well. Each image gets the
 * mean held-out quality of the images of about its rank (isotonic regression on the rank). The order is kept, though
 * images may become equal.
 */
export function calibrateQuality(
  quality: Float64Array,
  heldOutImages: Int32Array,
  heldOutQuality: Float64Array,
): Float64Array {
  if (heldOutImages.length === 0) return quality;
  const places = Int32Array.from(heldOutImages.keys()).sort(
    (a, b) => quality[heldOutImages[a]!]! - quality[heldOutImages[b]!]!,
  );
  const [known, means, weights]: [number[], number[], number[]] = [[], [], []];
  for (const place of places) {
    const value = quality[heldOutImages[place]!]!;
    if (known.at(-1) !== value) {
      known.push(value);
      means.push(0);
      weights.push(0);
    }
    const last = known.length - 1;
    weights[last]!++;
    means[last]! += (heldOutQuality[place]! - means[last]!) / weights[last]!;
  }
  const fitted = isotonicFit(Float64Array.from(means), Float64Array.from(weights));
  return quality.map((value) => valueAt(value, known, fitted));
}

/** Linear interpolation in a table of ascending `known` points, constant beyond its ends. */
function valueAt(x: number, known: readonly number[], values: Float64Array): number {
  const right = firstNotBelow(known, x);
  if (right === 0) return values[0]!;
  if (right === known.length) return values[right - 1]!;
  const share = (x - known[right - 1]!) / (known[right]! - known[right - 1]!);
  return values[right - 1]! + (values[right]! - values[right - 1]!) * share;
}

function firstNotBelow(ascending: readonly number[], x: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
