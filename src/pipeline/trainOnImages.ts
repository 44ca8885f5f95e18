/** The part of the pipeline that decodes and trains. */
import type { AnalyzeJob } from './analyzeJob';
import { AppError } from '../core/appError';
import type { DatasetIndex } from '../core/dataset/dataset';
import { summarizeChecks, type CheckSummary, type ImageChecks } from '../core/dataset/imageChecks';
import type { Progress, TrainingProgress } from '../core/run/progress';
import { reviewedLabels } from '../core/review/reviewedLabels';
import type { ScanOptions } from '../core/run/scanOptions';
import type { TrainingPlan } from '../core/run/trainingPlan';
import { mapSteps } from '../core/steps';
import { trainingRecord } from '../core/run/trainingRecord';
import { startImageChecks } from '../dataset/checkImages';
import type { DecodedDataset } from '../dataset/decode/decodedDataset';
import { decodeDataset } from './decodeDataset';
import type { JudgedImages } from './judgedImages';
import type { Learned, LearningTask } from '../ml/train/learning';
import { completePlan } from '../ml/plan/plan';
import { retrainPlan } from '../ml/plan/retrainPlan';
import { openPixels } from '../files/openPixels';
import { planAnew } from './planAnew';
import { cacheFolder, checkpointsFolder } from '../store/location';
import { trainingKey } from './trainingKey';
import { findTrainedRun, prepareWarmStart } from './warmStart';

/** Decodes the images and trains on them. */
export async function* trainOnImages(job: AnalyzeJob): AsyncGenerator<Progress, JudgedImages> {
  const { index, location, history, request, stopwatch } = job;
  const { signal, cores, createLearner } = job.environment;
  const { classes } = index;

  const before = request.retrain === true ? await findTrainedRun(location, history.runs, classes) : undefined;
  const firstPlan =
    before === undefined
      ? await planAnew(job, request.options)
      : retrainPlan(before.plan, { workers: request.options.workers, cores });
  const decoded = yield* decodeDataset(job, firstPlan);
  const readable = keepReadable(index, decoded);
  stopwatch.lap('decode');

  const learner = createLearner(request.options, cacheFolder(location));
  const { labels, reviewStatus } = reviewedLabels({ ...readable, classes }, history.decisionOf);
  const data = { images: decoded.pixels, labels, reviewStatus, classCount: classes.length };
  const plan = before === undefined ? decideMirrors(firstPlan, data, request.options) : firstPlan;
  const warmStart = before && (await prepareWarmStart(before, { ...readable, labels, reviewStatus }));
  const checkpoints = {
    folder: checkpointsFolder(location),
    key: trainingKey({ plan, ...data, classes, images: decoded.fingerprint, base: before?.run.summary.id }),
  };
  const training = learner.learn({ ...data, plan, warmStart, checkpoints }, signal);
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
    training: { learned: evidence, trained },
    pixels: decoded.pixels,
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
  training: AsyncGenerator<TrainingProgress, Learned>,
  { index, environment: { signal } }: AnalyzeJob,
  { paths, labels, decoded }: Pick<JudgedImages, 'paths' | 'labels'> & { readonly decoded: DecodedDataset },
): AsyncGenerator<Progress, { learned: Learned; checks: ImageChecks }> {
  const checking = startImageChecks({ pixels: decoded.pixels, sizes: decoded.sizes, signal });
  let found: CheckSummary | undefined;
  try {
    const learned = yield* mapSteps(training, (step) => {
      const checks = checking.found();
      if (checks !== undefined) found ??= summarizeChecks(checks, { paths, labels, splits: index.splits });
      return { phase: 'train' as const, ...step, ...(found && { checks: found }) };
    });
    return { learned, checks: await checking.finish() };
  } finally {
    await checking.stop();
  }
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
