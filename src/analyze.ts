/** THE pipeline: the trainer process, the command line and the tests are three thin drivers of it. */
import { rm } from 'node:fs/promises';
import { AppError } from './core/appError';
import { compareSuspects } from './core/compareSuspects';
import type { IssueFilter } from './core/issueFilter';
import type { DatasetIndex } from './core/dataset';
import type { Progress, TrainingProgress } from './core/progress';
import { isReviewed } from './core/review';
import { reviewedLabels } from './core/reviewedLabels';
import type { RunFacts, RunSummary } from './core/run';
import { settleContradictions } from './core/duplicates/settleContradictions';
import { summarizeChecks, type CheckSummary, type ImageChecks } from './core/imageChecks';
import { summarizeNoise } from './core/summarizeNoise';
import { createStopwatch, type Stopwatch } from './core/stopwatch';
import { findSuspects, resultRows, type Suspects } from './core/suspects';
import { createTimeLeft } from './core/timeLeft';
import type { ScanOptions, TrainingPlan } from './core/trainingPlan';
import { trainingRecord } from './core/trainingRecord';
import { adoptPredictions, type JudgedImages } from './adoptPredictions';
import { startImageChecks } from './dataset/checkImages';
import { decodeAll, type DecodedDataset, type DecodeProgress } from './dataset/decodeAll';
import { discover, type LabelsRequest } from './dataset/discover';
import type { PredictionsRequest } from './dataset/predictions/matchPredictions';
import { probeImages } from './dataset/probeImages';
import { makeThumbnails } from './dataset/thumbnails';
import type { Learned, Learner } from './ml/learner';
import { completePlan, planTraining } from './ml/plan';
import { readReviewHistory, type ReviewHistory } from './reviewHistory';
import { writeModels } from './store/models';
import { findTrainedRun, prepareWarmStart } from './warmStart';
import { retrainPlan } from './ml/retrainPlan';
import { trainingKey } from './trainingKey';
import { writeEvidence } from './store/evidence';
import { writeChecks } from './store/imageChecks';
import {
  cacheFolder,
  checkpointsFolder,
  ensureStore,
  locateStore,
  type StoreLocation,
} from './store/location';
import { lockRuns } from './store/runLock';
import { createRunId, writeRun } from './store/runs';
import { thumbnailFile } from './store/thumbnailFile';

export interface AnalyzeRequest {
  /** The dataset's folder, absolute. */
  readonly root: string;
  /** Absent: a class per subfolder. */
  readonly labels?: LabelsRequest;
  /** Predictions made elsewhere; absent: a network is trained, as `options` say. */
  readonly predictions?: PredictionsRequest;
  /** The models of the newest run go on learning, by its plan made short; `options` then say only how, not what. */
  readonly retrain?: boolean | undefined;
  /** Where the store goes when the dataset's folder cannot be written. */
  readonly fallbackStore: string;
  readonly options: ScanOptions;
  readonly filterBy: IssueFilter;
}

/** What the pipeline needs from the process it runs in. */
export interface AnalyzeEnvironment {
  readonly createLearner: (options: ScanOptions, cacheFolder: string) => Learner;
  /** The built `decodeWorker.js`. */
  readonly decodeWorkerFile?: string;
  readonly cores: number;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** The results themselves are files: `runs/<runId>/` in `storeFolder`. */
export type AnalyzeOutcome =
  | { readonly status: 'done'; readonly runId: string; readonly storeFolder: string }
  | { readonly status: 'cancelled' };

/** Images looked at before decoding, to choose the size and the channels. */
const PROBED_IMAGES = 64;

/**
 * Discovers, decodes, plans, learns, detects and writes one run, yielding progress.
 * @throws AppError for everything the user can mend; cancelling resolves as `cancelled` and writes no run.
 */
export async function* analyze(
  request: AnalyzeRequest,
  environment: AnalyzeEnvironment,
): AsyncGenerator<Progress, AnalyzeOutcome> {
  const location = await locateStore(request.root, request.fallbackStore);
  try {
    return yield* analyzeInto(location, request, environment);
  } catch (error) {
    if (environment.signal.aborted) return { status: 'cancelled' };
    throw error;
  }
}

async function* analyzeInto(
  location: StoreLocation,
  request: AnalyzeRequest,
  environment: AnalyzeEnvironment,
): AsyncGenerator<Progress, AnalyzeOutcome> {
  const { root, labels } = request;
  const stopwatch = createStopwatch(environment.now);
  yield { phase: 'discover', images: 0 };
  const index = await discover({ root, labels, signal: environment.signal });
  yield { phase: 'discover', images: index.paths.length };
  stopwatch.lap('discover');
  await ensureStore(location);
  const release = await lockRuns(location);
  try {
    const history = await readReviewHistory(location);
    return yield* analyzeIndex({ index, location, history, request, environment, stopwatch });
  } finally {
    await release();
  }
}

interface AnalyzeJob {
  readonly index: DatasetIndex;
  readonly location: StoreLocation;
  readonly history: ReviewHistory;
  readonly request: AnalyzeRequest;
  readonly environment: AnalyzeEnvironment;
  readonly stopwatch: Stopwatch;
}

async function* analyzeIndex(job: AnalyzeJob): AsyncGenerator<Progress, AnalyzeOutcome> {
  const { index, location, history, request, stopwatch } = job;
  const { signal, cores } = job.environment;
  const judged =
    request.predictions === undefined
      ? yield* trainOnImages(job)
      : yield* adoptPredictions({ index, request: request.predictions, signal, stopwatch });

  yield { phase: 'detect' };
  const { labels, standing, decided } = reviewedLabels(judged, history.decisionOf);
  const found = findSuspects({
    ...judged,
    labels,
    review: decided === 0 ? undefined : { givenLabels: judged.labels, standing },
    filterBy: request.filterBy,
  });
  const suspects = settle(judged, found, standing);
  stopwatch.lap('detect');
  yield* makeThumbnails({
    root: index.root,
    paths: shownPaths(suspects, judged.checks),
    fileOf: (image) => thumbnailFile(location, image),
    cores,
    signal,
  });
  const summary = summarize(job, { ...judged, decided, standing }, suspects);
  if (judged.checks !== undefined)
    await writeChecks(location, summary.id, { ...judged.checks, paths: judged.paths });
  if (judged.training !== undefined)
    await writeEvidence(location, summary.id, { suspects, ...judged.training });
  if (judged.training?.trained !== undefined)
    await writeModels(location, summary.id, judged.training.trained);
  await rm(checkpointsFolder(location), { recursive: true, force: true });
  await writeRun(location, { summary, results: resultRows(suspects), predProbs: judged.predProbs });
  return { status: 'done', runId: summary.id, storeFolder: location.folder };
}

/** Decodes the images and trains on them. */
async function* trainOnImages(job: AnalyzeJob): AsyncGenerator<Progress, JudgedImages> {
  const { index, location, history, request, stopwatch } = job;
  const { signal, cores, now, createLearner, decodeWorkerFile } = job.environment;
  const { classes } = index;

  const before = request.retrain === true ? await findTrainedRun(location, history.runs, classes) : undefined;
  const firstPlan =
    before === undefined
      ? await planAnew(job)
      : retrainPlan(before.run.plan, { cores: request.options.workers ?? cores });
  const decoded = yield* withTimeLeft(
    decodeAll({
      index,
      size: firstPlan.imageSize,
      channels: firstPlan.channels,
      cacheFolder: cacheFolder(location),
      cores,
      workerFile: decodeWorkerFile,
      signal,
    }),
    now,
  );
  const readable = keepReadable(index, decoded);
  stopwatch.lap('decode');

  const learner = createLearner(request.options, cacheFolder(location));
  const { labels, standing } = reviewedLabels({ ...readable, classes }, history.decisionOf);
  const data = { images: decoded.pixels, labels, standing, classCount: classes.length };
  const plan =
    before === undefined ? completePlan(firstPlan, { ...data, choice: request.options.mirrors }) : firstPlan;
  const warmStart =
    before && (await prepareWarmStart(location, before, { ...readable, classes, labels, standing }));
  const checkpoints = {
    folder: checkpointsFolder(location),
    key: trainingKey({ plan, ...data, classes, images: decoded.fingerprint, base: before?.run.id }),
  };
  const training = asTrainProgress(learner.learn({ ...data, plan, warmStart, checkpoints }, signal));
  const { learned, checks } = yield* alongsideChecks(training, job, { ...readable, decoded });
  stopwatch.lap('train');
  const { predProbs, heldOut, memorization, evidence, trained, backend, warnings } = learned;
  const { unreadable } = decoded;
  return {
    ...readable,
    classes,
    predProbs,
    heldOut,
    memorization,
    training: { learned: evidence, images: decoded.pixels, trained },
    checks,
    unreadable,
    warnings,
    origin: { backend, plan, training: learned.history.map(trainingRecord) },
  };
}

/** Looks for copies and faults while the models are trained. */
async function* alongsideChecks(
  training: AsyncGenerator<Progress, Learned>,
  { index, environment: { signal } }: AnalyzeJob,
  { paths, labels, decoded }: Pick<JudgedImages, 'paths' | 'labels'> & { readonly decoded: DecodedDataset },
): AsyncGenerator<Progress, { learned: Learned; checks: ImageChecks }> {
  const checking = startImageChecks({ pixels: decoded.pixels, sizes: decoded.sizes, signal });
  let found: CheckSummary | undefined;
  try {
    for (;;) {
      const step = await training.next();
      if (step.done === true) return { learned: step.value, checks: await checking.finish() };
      const checks = checking.found();
      if (checks !== undefined) found ??= summarizeChecks(checks, { paths, labels, splits: index.splits });
      yield step.value.phase === 'train' && found !== undefined
        ? { ...step.value, checks: found }
        : step.value;
    }
  } finally {
    await checking.stop();
  }
}

/** Contradictions come first, whatever the network says of them. */
function settle(
  { checks, predProbs, classes, paths }: JudgedImages,
  suspects: Suspects,
  standing: Uint8Array,
): Suspects {
  const view = { data: predProbs, rows: paths.length, columns: classes.length };
  return checks === undefined
    ? suspects
    : settleContradictions(suspects, checks.groups, { predProbs: view, standing });
}

/** Looks at a sample of the images and decides what to train. */
async function planAnew({ index, request, environment }: AnalyzeJob): Promise<TrainingPlan> {
  const { signal, cores } = environment;
  const { medianWidth, medianHeight, greyscale } = await probeImages(index, PROBED_IMAGES, signal);
  const facts = {
    imageCount: index.paths.length,
    ...countClasses(index),
    medianImageSize: { width: medianWidth, height: medianHeight },
    greyscale,
    cores,
  };
  return planTraining(facts, request.options);
}

function summarize(
  { index, history, request, stopwatch }: AnalyzeJob,
  judged: JudgedImages & { readonly decided: number; readonly standing: Uint8Array },
  suspects: Suspects,
): RunSummary {
  const facts: RunFacts = {
    schema: 1,
    id: createRunId(stopwatch.startedAt),
    createdAt: stopwatch.startedAt.toISOString(),
    labelSource: index.labelSource,
    classes: judged.classes,
    images: suspects.paths.length,
    unreadable: judged.unreadable,
    skipped: index.skipped,
    suspects: suspects.issueCount,
    checks: judged.checks && summarizeChecks(judged.checks, { ...judged, splits: index.splits }),
    splits: index.splits,
    decided: judged.decided,
    comparison:
      history.before &&
      compareSuspects(history.before, new Set(shownPaths(suspects, undefined)), (image) =>
        isReviewed(history.decisionOf(image)),
      ),
    noise: summarizeNoise(suspects, judged.standing),
    memorization: judged.memorization,
    filterBy: request.filterBy,
    seconds: stopwatch.seconds(),
    peakRssMb: peakRssMb(),
    warnings: judged.warnings,
  };
  return { ...facts, ...judged.origin };
}

function countClasses(index: DatasetIndex): { classCount: number; smallestClass: number } {
  const counts = new Int32Array(index.classes.length);
  for (const label of index.labels) counts[label]!++;
  return { classCount: counts.length, smallestClass: counts.reduce((a, b) => Math.min(a, b)) };
}

function keepReadable(index: DatasetIndex, { readable }: DecodedDataset) {
  if (readable.length === 0)
    throw new AppError(
      'no-images',
      `None of the ${index.paths.length} images in ${index.root} can be read; open one in an image viewer to see why.`,
    );
  return {
    paths: Array.from(readable, (image) => index.paths[image]!),
    labels: readable.map((image) => index.labels[image]!),
  };
}

/** Those that a gallery shows: suspects, copies and faults. */
function shownPaths(suspects: Suspects, checks: ImageChecks | undefined): string[] {
  const isShown = suspects.isLabelIssue.slice();
  const { groups = [], faults } = checks ?? {};
  for (const { images } of groups) for (const image of images) isShown[image] = 1;
  for (const images of Object.values(faults ?? {})) for (const image of images) isShown[image] = 1;
  return Array.from(suspects.order)
    .filter((image) => isShown[image] === 1)
    .map((image) => suspects.paths[image]!);
}

async function* withTimeLeft<R>(
  steps: AsyncGenerator<DecodeProgress, R>,
  now: () => Date,
): AsyncGenerator<Progress, R> {
  const timeLeft = createTimeLeft();
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
    const { done, total } = step.value;
    yield { ...step.value, secondsLeft: timeLeft.estimate({ done, total, elapsedMs: now().getTime() }) };
  }
}

async function* asTrainProgress(
  steps: AsyncGenerator<TrainingProgress, Learned>,
): AsyncGenerator<Progress, Learned> {
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
    yield { phase: 'train', ...step.value };
  }
}

/** The largest resident memory this process, fold workers included, has had. */
function peakRssMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
