import { pixelsInMemory } from '../../../../src/core/dataset/pixelsInMemory';
import { compandEmbedding } from '../../../../src/core/embedding/compand';
import type { EmbeddedImages } from '../../../../src/core/embedding/embeddedImages';
import { plainProducts } from '../../../../src/core/embedding/rowProducts';
import type { SimilaritySearch } from '../../../../src/core/embedding/similarImages';
import { createRng } from '../../../../src/core/rng';

const WIDTH = 24;

/** Nothing fast, nothing else to do. */
export const PLAIN_SEARCH: SimilaritySearch = {
  createProducts: plainProducts,
  seed: 1,
  breathe: () => Promise.resolve(),
};

export function embeddedImages(
  vectors: readonly (readonly number[])[],
  labels: readonly number[],
  groups: EmbeddedImages['groups'] = [],
): EmbeddedImages {
  const width = vectors[0]!.length;
  const data = new Uint8Array(vectors.length * width);
  vectors.forEach((vector, image) => data.set(compandEmbedding(Float32Array.from(vector)), image * width));
  return {
    rows: pixelsInMemory({ height: 1, width, channels: 1, data }),
    labels: Int32Array.from(labels),
    classCount: Math.max(...labels) + 1,
    groups,
  };
}

/** Vectors that spread evenly around the middle of their class, and some of no class at the end. */
export function drawVectors(options: {
  readonly labels: readonly number[];
  readonly strangers?: number;
  readonly seed: number;
}): number[][] {
  const rng = createRng(options.seed);
  const normals = (scale: number) => Array.from({ length: WIDTH }, () => rng.normal() * scale);
  const middles = Array.from({ length: Math.max(...options.labels) + 1 }, () => normals(1));
  const strangers = options.labels.length - (options.strangers ?? 0);
  return options.labels.map((label, image) => {
    const noise = normals(image < strangers ? 0.3 : 1);
    return image < strangers ? middles[label]!.map((value, d) => value + noise[d]!) : noise;
  });
}
