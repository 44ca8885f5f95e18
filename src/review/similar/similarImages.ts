import { placeIn, resultRow } from '../../core/run/resultColumns';
import type { ResultRow } from '../../core/run/run';
import type { SimilarOutcome } from '../../core/run/similarRequest';
import { imageIndex } from '../../core/spaces';
import type { Run } from '../../store/openRun';

/** Images that were found to be similar to some, which come first. */
export interface SimilarImages {
  /** The images asked about, as a query names them. */
  readonly to: readonly string[];
  readonly rows: readonly ResultRow[];
  /** Parallel to `rows`: 1 for the same picture. */
  readonly similarities: readonly number[];
}

/**
 * Looks for what is similar to some images of a run. Comparing them is heavy work for the thread of the extension host, which must
 * answer keys meanwhile, and the cache is none of the review's concern: so this is behind a seam, and another process does it,
 * which then makes the thumbnails of what it has found as well.
 */
export type FindSimilar = (images: readonly string[], signal: AbortSignal) => Promise<SimilarImages>;

/** So many are shown: as many as one looks through before deciding about all of them. */
export const SIMILAR_SHOWN = 100;

/** What was found, as rows of the run. @throws AppError `run-damaged`. */
export async function similarRows(run: Run, { asked, found }: SimilarOutcome): Promise<SimilarImages> {
  const columns = await run.columns();
  const placed = { places: await run.places() };
  const all = [...asked, ...found];
  return {
    to: asked.map(({ path }) => path),
    rows: all.map(({ image, path }) => ({
      ...resultRow(columns, imageIndex(image), path),
      ...placeIn(placed, image),
    })),
    similarities: all.map(({ similarity }) => similarity),
  };
}
