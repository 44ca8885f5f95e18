import type { EmbeddedImages } from './embeddedImages';
import { Nearest } from './nearest';
import { compareImages, type Similarities, type SimilarityRow, type SimilaritySearch } from './similarImages';

/** How close N images are to the classes: mean similarity to the nearest other images of a class, −1 to 1. */
export interface ClassCloseness {
  /** To the class of its label; NaN where that has too few other images. */
  readonly own: Float32Array;
  /** To the class that it is closest to; NaN where all have too few. */
  readonly best: Float32Array;
  /** That class; −1 where there is none. */
  readonly closest: Int32Array;
}

/** So many of the nearest images of a class tell how close it is, … */
const NEAREST = 10;
/** … and fewer than these say nothing. */
const LEAST = 3;

/** Of so many images, nothing is known yet. */
export const createCloseness = (count: number): ClassCloseness => ({
  own: new Float32Array(count).fill(NaN),
  best: new Float32Array(count).fill(NaN),
  closest: new Int32Array(count).fill(-1),
});

/** Is shown an image's similarities with all candidates. */
export type SeeSimilarities = (similarities: Similarities, row: SimilarityRow) => void;

export interface ClosenessOptions {
  /** Whoever has another question to the same similarities: to compare all images is what takes the time. */
  readonly alsoSees?: SeeSimilarities;
  /** Only these images, from the first to before the last; absent: all. */
  readonly range?: ImageRange | undefined;
}

export interface ImageRange {
  readonly from: number;
  readonly to: number;
}

/** How close each image is to each class; its own copies do not count. Yields the number of images done. */
export async function* classCloseness(
  embedded: EmbeddedImages,
  search: SimilaritySearch,
  { alsoSees, range }: ClosenessOptions = {},
): AsyncGenerator<number, ClassCloseness> {
  const { labels, rows } = embedded;
  const closeness = createCloseness(rows.count);
  const images = Int32Array.from(labels.keys()).subarray(range?.from, range?.to);
  const similarities = compareImages(embedded, { images, together: rows.count }, search);
  let done = 0;
  for await (const block of similarities.blocks()) {
    for (const row of block) {
      noteCloseness(closeness, labels[row.image]!, similarities, row);
      alsoSees?.(similarities, row);
    }
    done += block.length;
    yield done;
  }
  return closeness;
}

function noteCloseness(
  { own, best, closest }: ClassCloseness,
  given: number,
  similarities: Similarities,
  row: SimilarityRow,
): void {
  const { starts } = similarities.candidates;
  for (let label = 0; label + 1 < starts.length; label++) {
    const nearest = nearestOfRange(similarities, row, {
      from: starts[label]!,
      to: starts[label + 1]!,
      count: NEAREST,
    });
    if (nearest.size < LEAST) continue;
    const closeness = nearest.mean();
    if (label === given) own[row.image] = closeness;
    if (closest[row.image]! >= 0 && closeness <= best[row.image]!) continue;
    best[row.image] = closeness;
    closest[row.image] = label;
  }
}

/** The nearest of the candidates `from … to - 1`, by their place; not those that show the same picture. */
export function nearestOfRange(
  similarities: Similarities,
  { image, at, values }: SimilarityRow,
  { from, to, count }: { readonly from: number; readonly to: number; readonly count: number },
): Nearest {
  const nearest = new Nearest(count);
  let { least } = nearest;
  for (let candidate = from; candidate < to; candidate++) {
    const value = values[at + candidate]!;
    if (value <= least || similarities.isSamePicture(image, candidate)) continue;
    nearest.offer(value, candidate);
    ({ least } = nearest);
  }
  return nearest;
}
