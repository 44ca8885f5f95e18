import { createHash } from 'node:crypto';
import type { ScanOptions } from '../core/run/scanOptions';
import type { Progress, TrainingProgress } from '../core/run/progress';
import type { Preset, TrainingPlan } from '../core/run/trainingPlan';
import { trainingRecord } from '../core/run/trainingRecord';
import { mapSteps } from '../core/steps';
import { openPixels } from '../files/pixels/openPixels';
import { completePlan, planTraining } from '../ml/plan/plan';
import { retrainPlan } from '../ml/plan/retrainPlan';
import type { Learned, LearningTask } from '../ml/train/learning';
import { checkpointsFolder, type StoreLocation } from '../store/location';
import type { ImagesToJudge, Judge, Judgement, PreparedJudge } from './judge';
import type { Dataset } from './prepare';
import { findTrainedRun, prepareWarmStart, type TrainedBefore } from './warmStart';

/** Trains the models of one task. */
export type Train = (task: LearningTask, store: StoreLocation) => AsyncGenerator<TrainingProgress, Learned>;

export interface NetworkJudgeOptions {
  readonly options: ScanOptions;
  /** The models of the newest run go on learning, by its plan made short. */
  readonly retrain: boolean;
  readonly cores: number;
  readonly train: Train;
  /** The preset whose time the network may take; absent: that of the options. */
  readonly effort?: Preset | undefined;
}

/** Judges by a convolutional network that is trained on the images themselves, by cross-validation. */
export function createNetworkJudge(settings: NetworkJudgeOptions): Judge {
  return {
    async *prepare(dataset) {
      return planNetwork(dataset, settings);
    },
  };
}

/** @throws AppError `bad-setting`; `no-run` where there is nothing to retrain. */
async function planNetwork(dataset: Dataset, settings: NetworkJudgeOptions): Promise<PreparedJudge> {
  const { options, retrain, cores } = settings;
  const { location, history, index } = dataset;
  const { classes } = index;
  const before = retrain ? await findTrainedRun(location, history.runs, classes) : undefined;
  const plan =
    before === undefined
      ? planTraining(await dataset.facts(), options, settings.effort)
      : retrainPlan(before.plan, { workers: options.workers, cores });
  const job = { dataset, settings, plan, before };
  return {
    inputs: [{ kind: 'pixels', size: plan.imageSize, channels: plan.channels }],
    classes,
    trainings: [{ by: 'network', models: plan.models, task: (images) => taskOf(images, job) }],
    judge: (images) => trainOnImages(images, job),
  };
}

interface NetworkJob {
  readonly dataset: Dataset;
  readonly settings: NetworkJudgeOptions;
  readonly plan: TrainingPlan;
  readonly before: TrainedBefore | undefined;
}

async function* trainOnImages(judged: ImagesToJudge, job: NetworkJob): AsyncGenerator<Progress, Judgement> {
  const task = await taskOf(judged, job);
  const training = job.settings.train(task, job.dataset.location);
  const learned = yield* mapSteps(training, (step) => ({ phase: 'train' as const, ...step }));
  const { predProbs, heldOut, memorization, evidence, trained, backend, history, warnings } = learned;
  const origin = { backend, plan: task.plan, training: history.map(trainingRecord) };
  return { predProbs, heldOut, memorization, evidence, trained, warnings, origin };
}

/** What there is to learn. */
async function taskOf(
  judged: ImagesToJudge,
  { dataset: { location }, settings, plan: firstPlan, before }: NetworkJob,
): Promise<LearningTask> {
  const { labels, reviewStatus, classes, fingerprint } = judged;
  const images = judged.inputs[0]!; // the one form asked for
  const data = { images, labels, reviewStatus, classCount: classes.length };
  const plan = before === undefined ? decideMirrors(firstPlan, data, settings.options) : firstPlan;
  const warmStart = before && (await prepareWarmStart(before, judged));
  const base = before?.run.summary.id;
  const key = trainingKey({ plan, labels, reviewStatus, classes, images: fingerprint, base });
  return { ...data, plan, warmStart, checkpoints: { folder: checkpointsFolder(location), key } };
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

/** Everything that decides a training, but not how many threads it takes. */
interface TrainingInputs {
  readonly plan: TrainingPlan;
  readonly labels: Int32Array;
  readonly reviewStatus: Uint8Array;
  readonly classes: readonly string[];
  /** Fingerprint of the decoded images. */
  readonly images: string;
  /** The run whose models go on learning. */
  readonly base: string | undefined;
}

/** Equal for trainings with the same result, up to rounding: what was begun by one can be ended by another. */
function trainingKey({ plan, labels, reviewStatus, classes, images, base }: TrainingInputs): string {
  return createHash('sha256')
    .update(JSON.stringify([{ ...plan, workers: 0 }, classes, images, base]))
    .update(labels)
    .update(reviewStatus)
    .digest('hex');
}
