import { AppError } from '../core/appError';
import { compareCodeUnits } from '../core/compareCodeUnits';
import type { EncoderInfo } from '../core/run/opinions';
import type { RunResults } from '../core/run/resultColumns';
import type { RunSummary } from '../core/run/run';
import { runSteps } from '../core/steps';
import { message } from '../core/words/message';
import { findCachedRows, type CachedRows } from '../dataset/cache/cachedRows';
import { embeddingCacheName } from '../dataset/cache/cacheNames';
import { matchEmbeddings } from '../dataset/embeddings/matchEmbeddings';
import { storeOfRun } from '../store/allRuns';
import { cacheFolder, type StoreLocation } from '../store/location';
import { openRun } from '../store/openRun';
import { embeddingsId, isEmbeddingsFile } from './encoderInput';

/** Embeddings of images, as searches have left them. */
export interface KeptEmbeddings extends CachedRows {
  readonly encoder: EncoderInfo;
}

interface SearchedImages extends Pick<RunResults, 'paths' | 'places'> {
  readonly signal: AbortSignal;
}

interface EncodedRun {
  readonly run: RunSummary;
  readonly encoder: EncoderInfo;
}

/**
 * The embeddings of some images by the encoder of the newest run of which they are still there: in the cache, or in the
 * user's own file. Nothing is computed. `runs` are the newest first. @throws AppError `no-embeddings`.
 */
export async function findKeptEmbeddings(
  location: StoreLocation,
  runs: readonly RunSummary[],
  { signal, ...images }: SearchedImages,
): Promise<KeptEmbeddings> {
  const { root } = location;
  const tried = new Set<string>();
  let newest: EncoderInfo | undefined;
  for (const run of runs) {
    const encoder = run.opinions?.encoder;
    if (encoder === undefined || tried.has(encoder.id)) continue;
    signal.throwIfAborted();
    newest ??= encoder;
    tried.add(encoder.id);
    const found = isEmbeddingsFile(encoder.name)
      ? await readFileAgain(location, { run, encoder }, { ...images, signal })
      : await findCachedRows(
          {
            folder: cacheFolder(storeOfRun(location, run.id)),
            name: embeddingCacheName(encoder.id),
            width: encoder.width,
          },
          images,
        );
    if (found?.rowOf.some((row) => row >= 0) === true) return { ...found, encoder };
  }
  throw new AppError('no-embeddings', whyNone(root, newest));
}

function whyNone(root: string, encoder: EncoderInfo | undefined) {
  if (encoder === undefined) return message('no-encoder-run', { root });
  const { name, title } = encoder;
  return isEmbeddingsFile(name)
    ? message('embeddings-file-changed', { root, file: name })
    : message('embeddings-gone', { root, encoder: title, name });
}

/**
 * Embeddings made elsewhere are not kept in the cache: their file is read as the run has read it, into memory. Undefined where
 * that is not what it was.
 */
async function readFileAgain(
  location: StoreLocation,
  { run, encoder }: EncodedRun,
  { paths, signal }: SearchedImages,
): Promise<CachedRows | undefined> {
  const searched = (await openRun(location, run).results()).paths;
  const index = {
    root: location.root,
    labelSource: run.labelSource,
    // Rows are matched with all images of the dataset, those among them that were left out.
    paths: [...searched, ...run.unreadable.map(({ path }) => path)].sort(compareCodeUnits),
  };
  const { name: file, orderFile } = encoder;
  try {
    const { images, rows, fingerprint } = await runSteps(matchEmbeddings(index, { file, orderFile }, signal));
    if (embeddingsId(fingerprint) !== encoder.id) return undefined;
    const rowOfPath = new Map(Array.from(images, (image, row) => [index.paths[image]!, row]));
    return { rows, rowOf: Int32Array.from(paths, (path) => rowOfPath.get(path) ?? -1) };
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
