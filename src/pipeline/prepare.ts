import type { DatasetIndex } from '../core/dataset/dataset';
import type { AnalyzeRequest } from '../core/run/analyzeRequest';
import type { Progress } from '../core/run/progress';
import type { Stopwatch } from '../core/stopwatch';
import type { Message } from '../core/words/message';
import { pixelRoom } from '../dataset/cache/pixelRoom';
import { probeImages } from '../dataset/decode/probeImages';
import { discover } from '../dataset/discover';
import type { DatasetFacts } from '../ml/plan/plan';
import { cacheFolder, ensureStore, type StoreLocation } from '../store/location';
import { lockRuns } from '../store/runLock';
import { unpackTo } from '../store/unpackFolder';
import { tidyStore } from '../store/tidyStore';
import { readReviewHistory, type ReviewHistory } from './reviewHistory';

/** A dataset that is found and locked, before anything is decoded. */
export interface Dataset {
  readonly index: DatasetIndex;
  readonly location: StoreLocation;
  readonly history: ReviewHistory;
  /** Looks at a sample of the images, once. */
  readonly facts: () => Promise<DatasetFacts>;
  /** What the numbers in that sample were taken for, where formats leave it open. */
  readonly sampleWarnings: () => Promise<readonly Message[]>;
}

export interface PreparedDataset extends Dataset {
  /** Lets others search it. */
  readonly release: () => Promise<void>;
}

interface PrepareOptions {
  readonly request: Pick<AnalyzeRequest, 'root' | 'labels' | 'format'>;
  readonly location: StoreLocation;
  readonly cores: number;
  readonly stopwatch: Stopwatch;
  readonly signal: AbortSignal;
}

/** Finds the images, locks the store and reads what is known from before. @throws AppError as `discover` and `lockRuns`. */
export async function* prepare(options: PrepareOptions): AsyncGenerator<Progress, PreparedDataset> {
  const { request, location, signal } = options;
  yield { phase: 'discover', images: 0 };
  const index = yield* discover({ ...request, signal, unpackTo: unpackTo(location) });
  options.stopwatch.lap('discover');
  await ensureStore(location);
  const release = await lockRuns(location);
  try {
    const history = await readReviewHistory(location);
    await tidyStore(location, { entries: history.entries, now: options.stopwatch.startedAt });
    let sample: ReturnType<typeof lookAtSample> | undefined;
    const lookOnce = () => (sample ??= lookAtSample(index, options));
    return {
      index,
      location,
      history,
      facts: async () => ({
        ...(await lookOnce()).facts,
        pixelRoomBytes: await pixelRoom(cacheFolder(location)),
      }),
      sampleWarnings: async () => (await lookOnce()).warnings,
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Images looked at before decoding, to choose the size and the channels. */
const PROBED_IMAGES = 64;

/** What a sample of the images says of all; of the disk it says nothing. */
export async function lookAtSample(
  index: DatasetIndex,
  { cores, signal }: Pick<PrepareOptions, 'cores' | 'signal'>,
): Promise<{ readonly facts: DatasetFacts; readonly warnings: readonly Message[] }> {
  const probe = await probeImages(index, PROBED_IMAGES, signal);
  const facts = {
    imageCount: index.paths.length,
    ...countClasses(index),
    medianImageSize: { width: probe.medianWidth, height: probe.medianHeight },
    greyscale: probe.greyscale,
    cores,
  };
  return { facts, warnings: probe.warnings };
}

function countClasses({ classes, labels }: DatasetIndex): { classCount: number; smallestClass: number } {
  const counts = new Int32Array(classes.length);
  for (const label of labels) counts[label]!++;
  return { classCount: counts.length, smallestClass: counts.reduce((a, b) => Math.min(a, b)) };
}
