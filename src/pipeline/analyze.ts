/** THE pipeline: prepare → judge → detect → keep. `createPipeline.ts` composes it for every program that runs it. */
import { compareAll } from '../core/embedding/compareAll';
import type { AnalyzeOutcome, AnalyzeRequest } from '../core/run/analyzeRequest';
import type { Progress } from '../core/run/progress';
import { thingOf } from '../core/run/resultRows';
import { asShortage } from '../core/shortage';
import { mapSteps } from '../core/steps';
import { createStopwatch, type Stopwatch } from '../core/stopwatch';
import { startImageChecks, type StartChecks } from '../dataset/checkImages';
import { decodeAll } from '../dataset/decode/decodeAll';
import { locateStore, type StoreLocation } from '../store/location';
import { compareByEmbeddings, type CompareAll } from './compareByEmbeddings';
import { decodeForJudge, type Decode } from './decodeForJudge';
import { detect } from './detect';
import type { Judge } from './judge';
import { judgeImages } from './judgeImages';
import { keep, type NamedRun } from './keep';
import { lookAtEmbeddings } from './lookAtEmbeddings';
import { FOLDER_SOURCE, prepare, type Dataset, type DatasetSource } from './prepare';

/**
 * The seam for where the work of a run is done: in this process, or in others whose results are read. That of training is
 * `Train`, which judges are made with.
 */
export interface Executors {
  readonly source: DatasetSource;
  readonly decode: Decode;
  readonly startChecks: StartChecks;
  readonly compare: CompareAll;
}

/** Everything is done here and now. */
export const HERE: Executors = {
  source: FOLDER_SOURCE,
  decode: decodeAll,
  startChecks: startImageChecks,
  compare: (images, search) => compareAll(images, search),
};

/** What the pipeline needs from the program it runs in. */
export interface AnalyzeEnvironment {
  readonly judge: Judge;
  readonly executors: Executors;
  /** The built `decodeWorker.js`. */
  readonly decodeWorkerFile: string;
  /** The folder of the built kernels. */
  readonly wasmFolder: string;
  readonly cores: number;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Hears what the run will be called just before it is there, so that whoever is killed then can find it. */
  readonly onNamed?: (run: NamedRun) => Promise<void>;
}

/**
 * Makes one run, yielding progress.
 * @throws AppError for everything the user can mend; cancelling resolves as `cancelled` and writes no run.
 */
export async function* analyze(
  request: AnalyzeRequest,
  environment: AnalyzeEnvironment,
): AsyncGenerator<Progress, AnalyzeOutcome> {
  const location = await locateStore(request.root, request.fallbackStore, {
    cacheParent: request.cacheFolder,
  });
  try {
    const runId = yield* makeRun(request, location, environment);
    return { status: 'done', runId, storeFolder: location.folder };
  } catch (error) {
    if (environment.signal.aborted) return { status: 'cancelled' };
    throw asShortage(error);
  }
}

async function* makeRun(
  request: AnalyzeRequest,
  location: StoreLocation,
  environment: AnalyzeEnvironment,
): AsyncGenerator<Progress, string> {
  const { executors, signal, cores, now } = environment;
  const stopwatch = createStopwatch(now);
  const dataset = yield* prepare({ ...executors, request, location, cores, stopwatch, signal });
  const thing = thingOf(dataset.index);
  try {
    return yield* mapSteps(search(dataset, request, { ...environment, stopwatch }), (step) =>
      thing === undefined ? step : { ...step, thing },
    );
  } finally {
    await dataset.release();
  }
}

async function* search(
  dataset: Dataset,
  { filterBy, options }: AnalyzeRequest,
  environment: AnalyzeEnvironment & { readonly stopwatch: Stopwatch },
): AsyncGenerator<Progress, string> {
  const { executors, signal, stopwatch } = environment;
  const judge = yield* environment.judge.prepare(dataset);
  const decoded = yield* decodeForJudge(dataset, judge, { ...environment, ...executors, options });
  stopwatch.lap('decode');
  const byJudge = yield* judgeImages(dataset, { ...executors, judge, decoded, signal });
  stopwatch.lap('train');
  const compareOptions = { ...environment, ...executors };
  const { judged, comparison } = yield* compareByEmbeddings(dataset, byJudge, compareOptions);
  const findings = detect(judged, filterBy);
  const byEmbeddings = comparison && (await lookAtEmbeddings(judged, findings, comparison));
  stopwatch.lap('detect');
  const found = { dataset, judged, findings, byEmbeddings };
  return yield* keep({ ...environment, ...found, filterBy });
}
