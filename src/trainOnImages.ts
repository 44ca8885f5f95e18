/** The part of the pipeline that decodes and trains. */
import type { JudgedImages } from './adoptPredictions';
import type { AnalyzeJob } from './analyzeJob';
import { AppError } from './core/appError';
import type { DatasetIndex } from './core/dataset';
import { summarizeChecks, type CheckSummary, type ImageChecks } from './core/imageChecks';
import type { Progress, TrainingProgress } from './core/progress';
import { reviewedLabels } from './core/reviewedLabels';
import { createTimeLeft } from './core/timeLeft';
import type { ScanOptions, TrainingPlan } from './core/trainingPlan';
import { trainingRecord } from './core/trainingRecord';
import { startImageChecks } from './dataset/checkImages';
import { decodeAll, type DecodeProgress } from './dataset/decodeAll';
import type { DecodedDataset } from './dataset/decodedDataset';
import { pixelRoom } from './dataset/pixelRoom';
import { probeImages } from './dataset/probeImages';
import type { Learned, LearningTask } from './ml/learner';
import { completePlan, planTraining } from './ml/plan';
import { retrainPlan } from './ml/retrainPlan';
import { openPixels } from './pixels/openPixels';
import { cacheFolder, checkpointsFolder } from './store/location';
import { trainingKey } from './trainingKey';
import { findTrainedRun, prepareWarmStart } from './warmStart';

/** Images looked at before decoding, to choose the size and the channels. */
const PROBED_IMAGES = 64;

/** Decodes the images and trains on them. */
export async function* trainOnImages(job: AnalyzeJob): AsyncGenerator<Progress, JudgedImages> {
  const { index, location, history, request, stopwatch } = job;
  const { signal, cores, now, createLearner, decodeWorkerFile } = job.environment;
  const { classes } = index;

  const before = request.retrain === true ? await findTrainedRun(location, history.runs, classes) : undefined;
  const firstPlan =
    before === undefined
      ? await planAnew(job)
      : retrainPlan(before.run.plan, { workers: request.options.workers, cores });
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
  const plan = before === undefined ? decideMirrors(firstPlan, data, request.options) : firstPlan;
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

/** The plan with what only the decoded images can tell. */
function decideMirrors(
  plan: TrainingPlan,
  data: Pick<LearningTask, 'images' | 'labels' | 'classCount'>,
  { mirrors: choice }: ScanOptions,
): TrainingPlan {
  const images = openPixels(data.images);
  try {
    return completePlan(plan, { ...data, images, choice });
  } finally {
    images.close();
  }
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

/** Looks at a sample of the images and decides what to train. */
async function planAnew({ index, location, request, environment }: AnalyzeJob): Promise<TrainingPlan> {
  const { signal, cores } = environment;
  const { medianWidth, medianHeight, greyscale } = await probeImages(index, PROBED_IMAGES, signal);
  const facts = {
    imageCount: index.paths.length,
    ...countClasses(index),
    medianImageSize: { width: medianWidth, height: medianHeight },
    greyscale,
    cores,
    pixelRoomBytes: await pixelRoom(cacheFolder(location)),
  };
  return planTraining(facts, request.options);
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
