import type { Neighbours } from '../run/learnedEvidence';
import { nearestOfRange } from './classCloseness';
import type { EmbeddedImages } from './embeddedImages';
import { compareImages, type SimilaritySearch } from './similarImages';

/**
 * The `count` images nearest to each of `images` by their embeddings, itself excepted and not its copies; fewer where
 * there are not as many others.
 */
export async function nearestImages(
  embedded: EmbeddedImages,
  { images, count }: { readonly images: Int32Array; readonly count: number },
  search: SimilaritySearch,
): Promise<Neighbours> {
  const similarities = compareImages(embedded, { images }, search);
  const { images: candidates } = similarities.candidates;
  const found: { readonly neighbours: number[]; readonly similarities: number[] }[] = [];
  for await (const block of similarities.blocks())
    for (const row of block) {
      const nearest = nearestOfRange(similarities, row, { from: 0, to: candidates.length, count });
      const places = Array.from({ length: nearest.size }, (_, i) => nearest.size - 1 - i);
      found.push({
        neighbours: places.map((place) => candidates[nearest.owners[place]!]!),
        similarities: places.map((place) => nearest.values[place]!),
      });
    }
  // Every row of a table is as long as the others.
  const kept = found.reduce((least, { neighbours }) => Math.min(least, neighbours.length), count);
  return {
    images,
    count: kept,
    neighbours: Int32Array.from(found.flatMap(({ neighbours }) => neighbours.slice(0, kept))),
    similarities: Float32Array.from(found.flatMap(({ similarities: values }) => values.slice(0, kept))),
  };
}
