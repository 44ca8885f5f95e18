import { classCloseness, type ClassCloseness, type ImageRange } from './classCloseness';
import type { EmbeddedImages } from './embeddedImages';
import { createLookAlikes, type LookAlikes } from './lookAlikes';
import type { SimilaritySearch } from './similarImages';

/** What comes out where all images are compared with all others. */
export interface AllCompared {
  readonly closeness: ClassCloseness;
  readonly lookAlikes: Pick<LookAlikes, 'pairs' | 'ratios'>;
}

/** Compares all images, or those of a range, with all others, yielding how many are done. */
export async function* compareAll(
  images: EmbeddedImages,
  search: SimilaritySearch,
  range?: ImageRange,
): AsyncGenerator<number, AllCompared> {
  const lookAlikes = createLookAlikes(images.rows.count);
  const closeness = yield* classCloseness(images, search, { alsoSees: lookAlikes.see, range });
  return { closeness, lookAlikes };
}
