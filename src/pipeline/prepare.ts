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

/** Where the pipeline gets a dataset from: its folder, or what a plan has kept of it. */
export interface DatasetSource {
  find(request: DatasetRequest, options: FindOptions): AsyncGenerator<Progress, DatasetIndex>;
  /** Looks at a sample of the images. */
  look(index: DatasetIndex, options: LookOptions): Promise<SampleLook>;
  /** What was decided, given what is known of the store. */
  recall(history: ReviewHistory): Promise<ReviewHistory>;
}

interface FindOptions {
  readonly location: StoreLocation;
  readonly signal: AbortSignal;
}

type DatasetRequest = Pick<AnalyzeRequest, 'root' | 'labels' | 'format'>;

export interface SampleLook {
  readonly facts: DatasetFacts;
  readonly warnings: readonly Message[];
}

interface LookOptions {
  /** Of decoded images. */
  readonly cacheFolder: string;
  readonly cores: number;
  readonly signal: AbortSignal;
}

/** A dataset as it lies in its folder now. */
export const FOLDER_SOURCE: DatasetSource = {
  find: (request, { location, signal }) => discover({ ...request, signal, unpackTo: unpackTo(location) }),
  look: async (index, options) => {
    const { facts, warnings } = await lookAtSample(index, options);
    return { facts: { ...facts, pixelRoomBytes: await pixelRoom(options.cacheFolder) }, warnings };
  },
  recall: (history) => Promise.resolve(history),
};

interface PrepareOptions {
  readonly source: DatasetSource;
  readonly request: DatasetRequest;
  readonly location: StoreLocation;
  readonly cores: number;
  readonly stopwatch: Stopwatch;
  readonly signal: AbortSignal;
}

/** Finds the images, locks the store and reads what is known from before. @throws AppError as `discover` and `lockRuns`. */
export async function* prepare(options: PrepareOptions): AsyncGenerator<Progress, PreparedDataset> {
  const { source, request, location, signal } = options;
  yield { phase: 'discover', images: 0 };
  const index = yield* source.find(request, { location, signal });
  options.stopwatch.lap('discover');
  await ensureStore(location);
  const release = await lockRuns(location);
  try {
    const history = await readReviewHistory(location);
    await tidyStore(location, { entries: history.entries, now: options.stopwatch.startedAt });
    let sample: Promise<SampleLook> | undefined;
    const lookOnce = () =>
      (sample ??= source.look(index, { ...options, cacheFolder: cacheFolder(location) }));
    return {
      index,
      location,
      history: await source.recall(history),
      facts: async () => (await lookOnce()).facts,
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
): Promise<SampleLook> {
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
