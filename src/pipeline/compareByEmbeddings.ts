import type { DatasetIndex, PixelSource } from '../core/dataset/dataset';
import { summarizeChecks } from '../core/dataset/imageChecks';
import { createCropComparer } from '../core/duplicates/cropComparer';
import { joinCopies } from '../core/duplicates/joinCopies';
import type { ClassCloseness } from '../core/embedding/classCloseness';
import { compareAll, type AllCompared } from '../core/embedding/compareAll';
import type { EmbeddedImages } from '../core/embedding/embeddedImages';
import type { SimilaritySearch } from '../core/embedding/similarImages';
import type { Progress } from '../core/run/progress';
import { mapSteps } from '../core/steps';
import { openPixels } from '../files/pixels/openPixels';
import type { JudgedImages } from './judgeImages';
import { loadSimilaritySearch } from '../encoder/similaritySearch';

/** What it takes to compare images. */
interface Comparable extends Pick<
  JudgedImages,
  'embedded' | 'paths' | 'labels' | 'givenLabels' | 'classes' | 'checks' | 'places'
> {
  readonly readable: Pick<JudgedImages['readable'], 'pixels'>;
}

/** Images with what their embeddings say of each other. */
export interface ComparedImages<J> {
  /** Copies that only the embeddings have led to are among those of `checks`. */
  readonly judged: J;
  /** Absent where the judge has kept no embeddings. */
  readonly comparison?: EmbeddingComparison;
}

export interface EmbeddingComparison {
  readonly embedded: PixelSource;
  readonly closeness: ClassCloseness;
  /** For more comparisons. */
  readonly search: SimilaritySearch;
}

/** Compares all images with all others. */
export type CompareAll = (
  images: EmbeddedImages,
  search: SimilaritySearch,
) => AsyncGenerator<number, AllCompared>;

interface CompareOptions {
  /** Absent: they are compared here. */
  readonly compare?: CompareAll;
  readonly wasmFolder: string;
  readonly signal: AbortSignal;
}

/**
 * Compares all images by the embeddings that their judge has kept. Of those that look alike, their pixels tell whether one is
 * a crop of the other.
 */
export async function* compareByEmbeddings<J extends Comparable>(
  { index: { splits } }: { readonly index: Pick<DatasetIndex, 'splits'> },
  judged: J,
  { compare = compareAll, wasmFolder, signal }: CompareOptions,
): AsyncGenerator<Progress, ComparedImages<J>> {
  const { embedded, paths, labels, givenLabels, classes, checks } = judged;
  if (embedded === undefined) return { judged };
  const search = await loadSimilaritySearch(wasmFolder, signal);
  const rows = openPixels(embedded);
  try {
    const images = { rows, labels, classCount: classes.length, groups: checks.groups };
    const { closeness, lookAlikes } = yield* mapSteps(compare(images, search), (done): Progress => {
      return { phase: 'detect', done, total: rows.count };
    });
    const copies = await copiesAmong(lookAlikes.pairs(), judged, search);
    const comparison = { embedded, closeness, search };
    if (copies.length === 0) return { judged, comparison };
    const more = { ...checks, groups: joinCopies(checks.groups, copies, rows.count) };
    const checkSummary = summarizeChecks(more, { paths, labels: givenLabels, splits });
    return { judged: { ...judged, checks: more, checkSummary }, comparison };
  } finally {
    rows.close();
  }
}

async function copiesAmong(
  pairs: readonly (readonly [number, number])[],
  { readable, places }: Comparable,
  { breathe }: SimilaritySearch,
): Promise<(readonly [number, number])[]> {
  const pixels = openPixels(readable.pixels);
  try {
    const isCopy = createCropComparer(pixels);
    const found: (readonly [number, number])[] = [];
    for (const pair of pairs) {
      await breathe();
      const [a, b] = pair.map((image) => places[image]!) as [number, number]; // two
      if (a >= 0 && b >= 0 && isCopy(a, b)) found.push(pair);
    }
    return found;
  } finally {
    pixels.close();
  }
}
