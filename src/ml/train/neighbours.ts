import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Neighbours } from '../../core/run/learnedEvidence';
import { createRng } from '../../core/rng';
import { takeValues } from '../network/takeValues';
import type { TensorFlow } from '../backends/tensorFlow';

/** The embeddings of all images, of length 1, as they come. */
export class EmbeddingTable {
  readonly imageCount: number;
  private readonly width: number;
  private readonly values: Float32Array;

  constructor(
    { imageCount, width }: { readonly imageCount: number; readonly width: number },
    allocate: (length: number) => Float32Array = (length) => new Float32Array(length),
  ) {
    this.imageCount = imageCount;
    this.width = width;
    this.values = allocate(imageCount * width);
  }

  /** `vectors` is row-major: one for each of `images`. */
  set(images: Int32Array, vectors: ArrayLike<number>): void {
    const { values, width } = this;
    images.forEach((image, row) => {
      let square = 0;
      for (let d = 0; d < width; d++) square += vectors[row * width + d]! ** 2;
      const scale = 1 / Math.max(Math.sqrt(square), SMALLEST_NORM);
      for (let d = 0; d < width; d++) values[image * width + d] = vectors[row * width + d]! * scale;
    });
  }

  /** M×D: the vectors of some images. */
  toTensor(tf: TensorFlow, images: Int32Array): Tensor2D {
    const { values, width } = this;
    const rows = new Float32Array(images.length * width);
    images.forEach((image, row) =>
      rows.set(values.subarray(image * width, (image + 1) * width), row * width),
    );
    return tf.tensor2d(rows, [images.length, width]);
  }
}

const SMALLEST_NORM = 1e-12;
const DOUBTED_BELOW = 0.5;

/** Images whose given label a model finds less likely than not, the least likely first. `predProbs` is N×K. */
export function doubtedImages(labels: Int32Array, predProbs: Float32Array, classCount: number): Int32Array {
  const givenProb = (image: number) => predProbs[image * classCount + labels[image]!]!;
  const images = Int32Array.from(labels.keys()).filter((image) => givenProb(image) < DOUBTED_BELOW);
  return images.sort((a, b) => givenProb(a) - givenProb(b) || a - b);
}

export interface NeighbourSearch {
  readonly embeddings: EmbeddingTable;
  /** Images whose neighbours are looked for, the most wanted first. */
  readonly wanted: Int32Array;
  readonly count: number;
  readonly seed: number;
}

/** Bounds the time to some seconds: products of so many pairs of vectors, … */
const MOST_PAIRS = 5e8;
/** … where neighbours are looked for among at most so many images, drawn by chance. */
const MOST_CANDIDATES = 100_000;
/** Rows of products held at once. */
const BLOCK = 32;

/**
 * The images whose embeddings point most nearly in the direction of those of each wanted image, itself excepted. Of very
 * many wanted images the first ones get neighbours; yields between blocks through `breathe`.
 */
export async function findNeighbours(
  tf: TensorFlow,
  { embeddings, wanted, count, seed }: NeighbourSearch,
  breathe: () => Promise<void>,
): Promise<Neighbours> {
  const candidates = drawCandidates(embeddings.imageCount, seed);
  // One more than asked for: the image itself may be among them.
  const found = Math.min(count + 1, candidates.length);
  const kept = Math.min(count, candidates.length - 1);
  const images = wanted.slice(0, Math.max(Math.floor(MOST_PAIRS / Math.max(candidates.length, 1)), BLOCK));
  const neighbours = new Int32Array(images.length * kept);
  const similarities = new Float32Array(images.length * kept);
  const table = embeddings.toTensor(tf, candidates);
  try {
    for (let from = 0; from < images.length && kept > 0; from += BLOCK) {
      await breathe();
      const block = images.subarray(from, from + BLOCK);
      const top = tf.tidy(() => {
        const products = tf.matMul(embeddings.toTensor(tf, block), table, false, true);
        return tf.topk(products, found, true);
      });
      const [indices, values] = await Promise.all([takeValues(top.indices), takeValues(top.values)]);
      block.forEach((image, row) => {
        let at = (from + row) * kept;
        const end = at + kept;
        for (let k = row * found; k < (row + 1) * found && at < end; k++) {
          const candidate = candidates[indices[k]!]!;
          if (candidate === image) continue;
          neighbours[at] = candidate;
          similarities[at++] = values[k]!;
        }
      });
    }
  } finally {
    table.dispose();
  }
  return { images, count: kept, neighbours, similarities };
}

function drawCandidates(imageCount: number, seed: number): Int32Array {
  const all = Int32Array.from({ length: imageCount }, (_, image) => image);
  if (imageCount <= MOST_CANDIDATES) return all;
  createRng(seed).shuffle(all);
  return all.slice(0, MOST_CANDIDATES).sort();
}
