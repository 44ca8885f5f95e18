import { selectNth } from '../confidentLearning/selectNth';
import type { PixelTensor } from '../dataset/dataset';
import { expansionTable } from './compand';
import { vectorReader } from './embeddedImages';

export interface GroupSearch {
  /** Of each image its row; negative: it has none, and is not found. */
  readonly rowOf: Int32Array;
  /** Images that others are to be similar to; they have rows, and are not found themselves. */
  readonly group: readonly number[];
  readonly count: number;
  /** Gives way to what else there is to do; throws when the search is to end. */
  readonly breathe: () => Promise<void>;
}

/** What is similar to a group of images. */
export interface SimilarImages {
  /** The most similar first; of equally similar ones, the first. */
  readonly images: Int32Array;
  /** Parallel to `images`: cosines, −1 to 1. */
  readonly similarities: Float64Array;
  /** The same of the images of the group. */
  readonly ofGroup: Float64Array;
}

/** From one breath to the next some hundredths of a second pass. */
const ROWS_PER_BREATH = 4096;

/**
 * Finds the images most similar to a group: by the cosine of their embedding and the mean of the group's, each scaled to
 * length 1 before. Rows are read one at a time: memory holds two numbers an image, and no embeddings. Copies of an image
 * are found, too. Yields the number of images compared.
 */
export async function* similarToGroup(
  rows: PixelTensor,
  { rowOf, group, count, breathe }: GroupSearch,
): AsyncGenerator<number, SimilarImages> {
  const cosineOf = cosineTo(
    middleOf(
      rows,
      group.map((image) => rowOf[image]!),
    ),
  );
  const similarities = new Float64Array(rowOf.length);
  const compared = Int32Array.from(rowOf.keys()).filter((image) => rowOf[image]! >= 0);
  const bytes = new Uint8Array(rows.width);
  for (const [done, image] of compared.entries()) {
    if (done % ROWS_PER_BREATH === 0) {
      await breathe();
      yield done;
    }
    rows.read(rowOf[image]!, bytes);
    similarities[image] = cosineOf(bytes);
  }
  yield compared.length;
  const asked = new Set(group);
  const others = compared.filter((image) => !asked.has(image));
  const images = greatest(others, similarities, count);
  return {
    images,
    similarities: Float64Array.from(images, (image) => similarities[image]!),
    ofGroup: Float64Array.from(group, (image) => similarities[image]!),
  };
}

/** The mean of some rows, each of length 1, scaled to length 1; zeros where they cancel out. */
function middleOf(rows: PixelTensor, ofGroup: readonly number[]): Float64Array {
  const read = vectorReader({ rows });
  const vector = new Float32Array(rows.width);
  const sum = new Float64Array(rows.width);
  for (const row of ofGroup) {
    read([row], vector);
    for (let d = 0; d < vector.length; d++) sum[d]! += vector[d]!;
  }
  const length = Math.sqrt(sum.reduce((square, value) => square + value * value, 0));
  return length > 0 ? sum.map((value) => value / length) : sum;
}

/** The cosine of a row and a vector of length 1; of zeros, 0. Length and product in one go: this is what a search spends its time on. */
function cosineTo(middle: Float64Array): (bytes: Uint8Array) => number {
  const table = Float64Array.from(expansionTable(middle.length));
  return (bytes) => {
    let product = 0;
    let square = 0;
    for (let d = 0; d < middle.length; d++) {
      const value = table[bytes[d]!]!;
      product += value * middle[d]!;
      square += value * value;
    }
    // Rounding must not make two equal pictures more than equal.
    return square === 0 ? 0 : Math.max(-1, Math.min(1, product / Math.sqrt(square)));
  };
}

/** Those of the greatest values, the greatest first, at most so many; without sorting them all. */
function greatest(images: Int32Array, values: Float64Array, most: number): Int32Array {
  const count = Math.min(most, images.length);
  if (count === 0) return new Int32Array();
  const least = selectNth(
    Float64Array.from(images, (image) => values[image]!),
    images.length - count,
  );
  return images
    .filter((image) => values[image]! >= least)
    .sort((a, b) => values[b]! - values[a]! || a - b)
    .slice(0, count);
}
