import { setImmediate } from 'node:timers/promises';
import { AppError } from '../core/appError';
import { similarToGroup } from '../core/embedding/similarToGroup';
import type { Progress } from '../core/run/progress';
import type { RunResults } from '../core/run/resultColumns';
import type { SimilarImage, SimilarOutcome, SimilarRequest } from '../core/run/similarRequest';
import { mapSteps } from '../core/steps';
import { message } from '../core/words/message';
import { makeThumbnails } from '../dataset/cache/thumbnails';
import { openPixels } from '../files/pixels/openPixels';
import { listAllRuns } from '../store/allRuns';
import { locateStore } from '../store/location';
import { openRun } from '../store/openRun';
import { thumbnailFile } from '../store/thumbnailFile';
import { imageFolders } from '../store/unpackFolder';
import { findKeptEmbeddings, type KeptEmbeddings } from './keptEmbeddings';

/**
 * Finds the images of a searched dataset that look most like some of them, by the embeddings that searches have kept.
 * @throws AppError `no-run`, `no-embeddings`, `image-not-found`.
 */
export async function* findSimilar(
  request: SimilarRequest,
  { cores, signal }: { readonly cores: number; readonly signal: AbortSignal },
): AsyncGenerator<Progress, SimilarOutcome> {
  const { root, runId, count } = request;
  const location = await locateStore(root, request.fallbackStore, { cacheParent: request.cacheFolder });
  const runs = await listAllRuns(location);
  const run = runId === undefined ? runs[0] : runs.find(({ id }) => id === runId);
  if (run === undefined) throw new AppError('no-run', message('not-searched', { root }));
  const results = await openRun(location, run).results();
  const { paths } = results;
  const kept = await findKeptEmbeddings(location, runs, { ...results, signal });
  const group = askedImages(request, paths, kept);
  const breathe = async () => {
    await setImmediate();
    signal.throwIfAborted();
  };
  const rows = openPixels(kept.rows);
  try {
    const similar = yield* mapSteps(
      similarToGroup(rows, { rowOf: kept.rowOf, group, count, breathe }),
      (done): Progress => ({ phase: 'compare', done, total: paths.length }),
    );
    const found = toImages(results, similar.images, similar.similarities);
    if (request.thumbnails === true)
      yield* makeThumbnails({
        folders: imageFolders(location),
        images: found.map(({ path, image }) => ({ path, place: results.places?.[image] })),
        fileOf: (image) => thumbnailFile(location, image),
        cores,
        signal,
      });
    return {
      runId: run.id,
      encoder: kept.encoder.title,
      asked: toImages(results, group, similar.ofGroup),
      found,
      images: paths.length,
      thing: run.thing,
      without: kept.rowOf.reduce((missing, row) => missing + Number(row < 0), 0),
    };
  } finally {
    rows.close();
  }
}

/** Each once, in the order in which they were named. */
function askedImages(
  { root, images }: SimilarRequest,
  paths: readonly string[],
  { rowOf, encoder }: KeptEmbeddings,
): readonly number[] {
  return [...new Set(images)].map((path) => {
    const image = paths.indexOf(path);
    if (image < 0)
      throw new AppError(
        'image-not-found',
        message('image-not-searched', { image: path, count: paths.length, root }),
      );
    if (rowOf[image]! < 0)
      throw new AppError(
        'no-embeddings',
        message('image-no-embedding', { image: path, encoder: encoder.title }),
      );
    return image;
  });
}

const toImages = (
  { paths, classes, givenLabels }: RunResults,
  images: ArrayLike<number>,
  similarities: Float64Array,
): SimilarImage[] =>
  Array.from(images, (image, at) => ({
    image,
    path: paths[image]!,
    givenLabel: classes[givenLabels[image]!]!,
    similarity: similarities[at]!,
  }));
