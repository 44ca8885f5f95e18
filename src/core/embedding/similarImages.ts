import { drawCandidates, type Candidates } from './candidates';
import { pictureNumbers, vectorReader, type EmbeddedImages } from './embeddedImages';
import type { CreateProducts } from './rowProducts';

/** How long looking for similar images may take, and with what. */
export interface SimilaritySearch {
  readonly createProducts: CreateProducts;
  readonly seed: number;
  /** Gives way to what else there is to do; throws when the search is to end. */
  readonly breathe: () => Promise<void>;
}

/** Similarities of one image with all candidates, −1 to 1, and which of these show its own picture. */
export interface SimilarityRow {
  readonly image: number;
  /** Where the similarities begin in `values`, one for each candidate. */
  readonly at: number;
  readonly values: Float32Array;
}

export interface Similarities {
  readonly candidates: Candidates;
  /** Whether a candidate is the image itself or a copy of it. */
  isSamePicture(image: number, candidate: number): boolean;
  /** The images in blocks, in their order. */
  blocks(): AsyncGenerator<readonly SimilarityRow[]>;
}

/** Some seconds to a minute of products, in multiplications. */
const MOST_MULTIPLICATIONS = 1.2e12;
/** Vectors of so many bytes are held at once, … */
const MOST_CANDIDATE_BYTES = 144 * 1024 * 1024;
/** … and of a class enough to speak of its nearest images. */
const LEAST_OF_CLASS = 10;
/** Rows that are multiplied at once; these and a panel of candidates stay in the cache. */
const BLOCK = 96;

/** Images to be compared with all others. */
export interface Compared {
  readonly images: Int32Array;
  /** How many there are where others are compared elsewhere: all are compared with the same sample. Absent: these. */
  readonly together?: number | undefined;
}

/**
 * Compares some images with all others by their embeddings: with each one where there are not too many, else with a
 * sample of every class that bounds the time.
 */
export function compareImages(
  embedded: EmbeddedImages,
  { images, together = images.length }: Compared,
  { createProducts, seed, breathe }: SimilaritySearch,
): Similarities {
  const { rows, labels, classCount } = embedded;
  const { width } = rows;
  const most = Math.min(
    MOST_CANDIDATE_BYTES / (width * Float32Array.BYTES_PER_ELEMENT),
    MOST_MULTIPLICATIONS / (width * Math.max(together, 1)),
  );
  const candidates = drawCandidates({ labels, classCount, most, leastOfClass: LEAST_OF_CLASS, seed });
  const pictures = pictureNumbers(embedded);
  const read = vectorReader(embedded);
  return {
    candidates,
    isSamePicture: (image, candidate) => pictures[image] === pictures[candidates.images[candidate]!],
    async *blocks() {
      const count = candidates.images.length;
      const products = createProducts({ width, columns: count, mostRows: BLOCK });
      const block = new Float32Array(BLOCK * width);
      for (let from = 0; from < count; from += BLOCK) {
        await breathe();
        const some = candidates.images.subarray(from, from + BLOCK);
        read(some, block);
        products.set(from, block, some.length);
      }
      for (let from = 0; from < images.length; from += BLOCK) {
        await breathe();
        const wanted = images.subarray(from, from + BLOCK);
        read(wanted, block);
        const values = products.of(block, wanted.length);
        yield Array.from(wanted, (image, row) => ({ image, at: row * products.rowStep, values }));
      }
    },
  };
}
