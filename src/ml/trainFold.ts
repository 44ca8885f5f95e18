import type { Rank, Scalar, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { PixelTensor } from '../core/dataset';
import type { FoldHistory } from '../core/foldHistory';
import type { Neighbours } from '../core/learnedEvidence';
import { STANDING } from '../core/reviewedLabels';
import { createRng, type Rng } from '../core/rng';
import type { LossSpec, Mirrors, TrainingPlan } from '../core/trainingPlan';
import { createAdam } from './adam';
import type { Augmentation } from './augment';
import { measureScaling, readBatch, type ChannelScaling } from './batches';
import { hasCollapsed } from './collapse';
import type { Checkpoint } from './checkpoint';
import { epochImages, imagesInEpoch } from './epochImages';
import { captureState, restoreState, type Training } from './foldState';
import type { WarmStart } from './learner';
import { sampleLosses } from './losses';
import { doubtedImages, EmbeddingTable, findNeighbours } from './neighbours';
import { createNetwork } from './network';
import { readWeights, setWeights } from './networkWeights';
import { createSampleTargets } from './sampleTargets';
import { learningRateAt, lossInEpoch } from './schedule';
import { takeValues } from './takeValues';
import type { TensorFlow } from './tensorFlow';

export interface FoldTask {
  readonly images: PixelTensor;
  /** Class indices, parallel to the images. */
  readonly labels: Int32Array;
  /** See `LearningTask`: confirmed labels are learnt with cross-entropy, whatever the loss. */
  readonly standing?: Uint8Array | undefined;
  readonly classCount: number;
  readonly plan: TrainingPlan;
  /** 0 to `plan.folds` − 1: decides the seed. */
  readonly fold: number;
  /** Weights to go on from, of each fold's model; absent: random ones. */
  readonly warmStart?: Pick<WarmStart, 'models' | 'isChanged'> | undefined;
  readonly trainOn: Int32Array;
  /** The same images as `trainOn` when there is a single fold. */
  readonly predictOn: Int32Array;
}

export interface FoldProgress {
  /** 1-based. */
  readonly epoch: number;
  /** Image-steps since the last report. */
  readonly images: number;
}

export interface FoldResult {
  /** Row-major, a row of K probabilities for each of `predictOn`, in its order. */
  readonly predProbs: Float32Array;
  /** N×epochs, for all images: probability of the given label while training; NaN for those not in `trainOn`. */
  readonly trajectories: Float32Array;
  /** Of images whose given label the model doubts; only where it predicts all images, and only of fold 0. */
  readonly neighbours?: Neighbours | undefined;
  /** What the model has learnt, see `readWeights`. */
  readonly weights: Float32Array;
  readonly history: FoldHistory;
  readonly warnings: readonly string[];
}

export interface FoldWatch {
  readonly signal: AbortSignal;
  onProgress(progress: FoldProgress): void;
  /** Keeps the state of the training, so that it can go on when it is interrupted. */
  readonly checkpoint?: Checkpoint | undefined;
  /** Called when training goes on after so many epochs, and with the image-steps that this saves. */
  onResume?(epochsDone: number, images: number): void;
}

/** Of the epochs, the share at the end whose predictions are averaged. */
const AVERAGED_SHARE = 1 / 3;
/**
 * Images predicted at once: as many as have this many values, for what a network makes of them takes many times their
 * memory, and a backend does not give it back. With 256 colour images of 64×64 the wasm memory grew from 70 to 257 MB.
 */
const PREDICTION_VALUES = 64 * 64 * 64 * 3;
const MOST_PREDICTED = 256;

const imageValues = ({ height, width, channels }: PixelTensor): number => height * width * channels;
const predictionBatch = (images: PixelTensor): number =>
  Math.min(Math.max(Math.floor(PREDICTION_VALUES / imageValues(images)), 1), MOST_PREDICTED);

/** Epochs (counted from the end) whose predictions are averaged: the last third, rounded. */
export function averagedEpochs(epochs: number): number {
  return Math.max(Math.round(epochs * AVERAGED_SHARE), 1);
}

/**
 * How the images are mirrored when they are predicted after an epoch: every second time, counted from the last, which sees
 * them as they are. The mean over the epochs is then one over both views of an image as well, at no cost. Measured on 4,000
 * photographs of CIFAR-10 with labels by people (two models of 27 epochs): average precision .646 with, .637 without.
 */
export function predictedMirrored(
  { mirrors, epochs }: Pick<TrainingPlan, 'mirrors' | 'epochs'>,
  epoch: number,
): Mirrors | undefined {
  const isMirrored = (epochs - 1 - epoch) % 2 === 1;
  return isMirrored && (mirrors.horizontal || mirrors.vertical) ? mirrors : undefined;
}

/** Image-steps of one fold: every image counts once for each time it is trained on or predicted. */
export function foldImageSteps(trained: number, predicted: number, epochs: number): number {
  return trained * epochs + predicted * averagedEpochs(epochs);
}

/**
 * Trains one model on `trainOn` and predicts `predictOn`, averaging over the last epochs. When training collapses (a
 * loss that is no number, or accuracy no better than chance) it is done once more with cross-entropy, and a warning
 * says so. @throws the signal's reason, between two batches.
 */
export async function trainFold(tf: TensorFlow, task: FoldTask, watch: FoldWatch): Promise<FoldResult> {
  const first = await trainOnce(tf, task, watch);
  if (!hasCollapsed(first.history, task)) return { ...first, warnings: [] };
  const { loss } = task.plan;
  const place =
    task.plan.folds === 1 ? 'Training' : `Training of part ${task.fold + 1} of ${task.plan.folds}`;
  if (loss.name === 'cross-entropy') return { ...first, warnings: [`${place} did no better than chance.`] };
  const plain: FoldTask = {
    ...task,
    plan: { ...task.plan, loss: { name: 'cross-entropy' }, delayEpochs: 0 },
  };
  const second = await trainOnce(tf, plain, { ...watch, checkpoint: undefined });
  const outcome = hasCollapsed(second.history, plain) ? ', which did no better than chance either' : '';
  const warning = `${place} with the ${loss.name} loss collapsed and was repeated with cross-entropy${outcome}.`;
  return { ...second, warnings: [warning] };
}

interface Run {
  readonly tf: TensorFlow;
  readonly task: FoldTask;
  readonly watch: FoldWatch;
  readonly scaling: ChannelScaling;
  /** Room for the images of one batch. */
  readonly batch: Float32Array;
  readonly training: Training;
}

/** Streams of the fold's seed, so that e.g. augmentation does not change the order of the batches. */
const STREAMS = { weights: 1, order: 2, augment: 3, dropout: 4 } as const;

function startTraining(tf: TensorFlow, { plan, fold, labels, classCount, ...task }: FoldTask): Training {
  const streamOf = (name: keyof typeof STREAMS) => createRng(plan.seed, fold * 16 + STREAMS[name]);
  const network = createNetwork(tf, { ...plan, classCount }, streamOf('weights').nextInt(2 ** 31));
  if (task.warmStart !== undefined) setWeights(tf, network, task.warmStart.models[fold]!);
  return {
    network,
    adam: createAdam(tf, network.trainable),
    order: Int32Array.from(task.trainOn),
    orderRng: streamOf('order'),
    augment: augmentationOf(plan, streamOf('augment')),
    dropoutRng: streamOf('dropout'),
    predProbs: new Float32Array(task.predictOn.length * classCount),
    trajectories: new Float32Array(labels.length * plan.epochs).fill(NaN),
    meanLoss: [],
    trainAccuracy: [],
    targets: createSampleTargets(plan.loss, { imageCount: labels.length, classCount }),
  };
}

/** Goes on where an earlier training was interrupted, if one was. @returns how many epochs are done. */
function resume({ tf, task, watch, training }: Run): number {
  const state = watch.checkpoint?.load();
  if (state === undefined) return 0;
  restoreState(tf, training, state);
  watch.onResume?.(state.epochsDone, stepsBefore(task, state.epochsDone));
  return state.epochsDone;
}

async function trainOnce(
  tf: TensorFlow,
  task: FoldTask,
  watch: FoldWatch,
): Promise<Omit<FoldResult, 'warnings'>> {
  const { plan, fold, labels, predictOn } = task;
  const training = startTraining(tf, task);
  const { network, predProbs, trajectories, meanLoss, trainAccuracy } = training;
  const largest = Math.max(plan.batchSize, predictionBatch(task.images));
  const run: Run = {
    tf,
    task,
    watch,
    scaling: measureScaling(task.images, task.trainOn),
    batch: new Float32Array(largest * imageValues(task.images)),
    training,
  };
  const embeddings =
    fold === 0 && predictOn.length === labels.length ? new EmbeddingTable(labels.length) : undefined;
  const firstAveraged = plan.epochs - averagedEpochs(plan.epochs);
  const last = plan.epochs - 1;
  try {
    for (let epoch = resume(run); epoch <= last; epoch++) {
      const outcome = await trainEpoch(run, epoch);
      meanLoss.push(outcome.meanLoss);
      trainAccuracy.push(outcome.accuracy);
      if (epoch >= firstAveraged) await addPredictions(run, epoch, epoch === last ? embeddings : undefined);
      // The last epoch ends the training at once.
      if (epoch < last) await watch.checkpoint?.save(() => captureState(training, epoch + 1));
    }
    const neighbours = embeddings && (await neighboursOfDoubted(run, embeddings));
    const history = { fold, meanLoss, trainAccuracy };
    return { predProbs, trajectories, neighbours, weights: await readWeights(network), history };
  } finally {
    training.adam.dispose();
    network.dispose();
  }
}

/** Image-steps of the first epochs. */
function stepsBefore({ plan, warmStart, trainOn, predictOn }: FoldTask, epochs: number): number {
  const predicted = Math.max(epochs - (plan.epochs - averagedEpochs(plan.epochs)), 0);
  return imagesInEpoch(trainOn, { ...plan, warmStart }) * epochs + predictOn.length * predicted;
}

/** Neighbours shown beside a suspect. */
const NEIGHBOUR_COUNT = 6;

function neighboursOfDoubted(
  { tf, task, watch, training }: Run,
  embeddings: EmbeddingTable,
): Promise<Neighbours> {
  const { labels, classCount, plan } = task;
  const wanted = doubtedImages(labels, training.predProbs, classCount);
  const search = { embeddings, wanted, count: NEIGHBOUR_COUNT, seed: plan.seed };
  return findNeighbours(tf, search, () => breathe(watch.signal));
}

function augmentationOf({ distortion, mirrors }: TrainingPlan, rng: Rng): Augmentation | undefined {
  const isUsed = distortion > 0 || mirrors.horizontal || mirrors.vertical;
  return isUsed ? { rng, distortion, mirrors } : undefined;
}

async function trainEpoch(run: Run, epoch: number): Promise<{ meanLoss: number; accuracy: number }> {
  const { task, training } = run;
  const { plan, warmStart } = task;
  const order = epochImages(training.order, { ...plan, warmStart }, training.orderRng);
  const loss = lossInEpoch(epoch, plan);
  const batches = Math.ceil(order.length / plan.batchSize);
  let totalLoss = 0;
  let hits = 0;
  for (let batch = 0; batch < batches; batch++) {
    await breathe(run.watch.signal);
    // Batches of nearly equal size: a last one of a few images would spoil its batch statistics.
    const from = Math.floor((batch * order.length) / batches);
    const members = order.subarray(from, Math.floor(((batch + 1) * order.length) / batches));
    const learningRate = learningRateAt(epoch * batches + batch, {
      steps: plan.epochs * batches,
      peak: plan.learningRate,
      schedule: plan.schedule,
    });
    const step = await trainStep(run, { epoch, members, loss, learningRate });
    totalLoss += step.lossSum;
    hits += step.hits;
    run.watch.onProgress({ epoch: epoch + 1, images: members.length });
  }
  return { meanLoss: totalLoss / order.length, accuracy: hits / order.length };
}

interface Step {
  readonly epoch: number;
  readonly members: Int32Array;
  readonly loss: LossSpec;
  readonly learningRate: number;
}

/**
 * One step of Adam. The sum of the losses, the number of right predictions and what is noted in the trajectories are those
 * before the step.
 */
async function trainStep(run: Run, step: Step): Promise<{ lossSum: number; hits: number }> {
  const { tf, task, scaling, training } = run;
  const { network, augment, dropoutRng, targets: memory, trajectories } = training;
  const { members } = step;
  const { classCount } = task;
  const labels = members.map((image) => task.labels[image]!);
  const pixels = readBatch(task.images, members, { scaling, augment, into: run.batch });
  const results = tf.tidy(() => {
    const oneHot = oneHotOf(tf, labels, classCount);
    const images = imagesToTensor(tf, pixels, task.images);
    const isTrusted = trustOf(tf, task, members);
    const trusting = (outcome: { readonly logits: Tensor2D; readonly oneHot: Tensor2D }) =>
      sampleLosses(tf, { name: 'cross-entropy' }, { ...outcome, targets: undefined });
    let results: Tensor1D | undefined;
    const { grads } = tf.variableGrads(() => {
      const logits = network.forward(images, { kind: 'train', dropoutRng });
      const probs = tf.softmax(logits);
      const targets = memory?.next(tf, members, probs);
      const robust = sampleLosses(tf, step.loss, { logits, oneHot, targets });
      const losses =
        isTrusted === undefined ? robust : tf.where(isTrusted, trusting({ logits, oneHot }), robust);
      const isHit = tf.equal(tf.argMax(logits, 1), tf.argMax(oneHot, 1));
      const sums = tf.stack([tf.sum(losses), tf.sum(tf.cast(isHit, 'float32'))]) as Tensor1D; // two scalars
      const givenProbs = tf.sum<Tensor1D>(tf.mul(probs, oneHot), 1);
      // One tensor: every reading waits for the backend to have done its work.
      results = tf.keep(
        tf.concat1d([sums, givenProbs, ...(targets ? [tf.reshape<Rank.R1>(targets, [-1])] : [])]),
      );
      return tf.mean<Scalar>(losses);
    }, [...network.trainable]);
    training.adam.step(grads, step.learningRate);
    return results!; // variableGrads has called its function
  });
  const values = await takeValues(results);
  const [lossSum, hits] = values;
  members.forEach((image, row) => {
    trajectories[image * task.plan.epochs + step.epoch] = values[2 + row]!;
  });
  memory?.keep(members, values.subarray(2 + members.length));
  return { lossSum: lossSum!, hits: hits! };
}

/** Adds the probabilities of `predictOn` to the mean over the last epochs. `embeddings` are filled; all images are predicted. */
async function addPredictions(
  { tf, task, scaling, batch, watch, training }: Run,
  epoch: number,
  embeddings: EmbeddingTable | undefined,
): Promise<void> {
  const { plan, predictOn, images, classCount } = task;
  const { network, predProbs } = training;
  const weight = 1 / averagedEpochs(plan.epochs);
  const mirrored = predictedMirrored(plan, epoch);
  const atOnce = predictionBatch(images);
  for (let from = 0; from < predictOn.length; from += atOnce) {
    await breathe(watch.signal);
    const members = predictOn.subarray(from, from + atOnce);
    const pixels = readBatch(images, members, { scaling, mirrored, into: batch });
    const [probsTensor, vectors] = tf.tidy(() => {
      const pass = network.predict(imagesToTensor(tf, pixels, images));
      return [tf.softmax(pass.logits), embeddings && pass.embeddings] as const;
    });
    const probs = await takeValues(probsTensor);
    if (vectors !== undefined) embeddings?.set(members, await takeValues(vectors));
    const start = from * classCount;
    for (let at = 0; at < probs.length; at++) predProbs[start + at]! += probs[at]! * weight;
    watch.onProgress({ epoch: epoch + 1, images: members.length });
  }
}

/** Which labels of a batch are confirmed; undefined when none is. */
function trustOf(tf: TensorFlow, { standing }: FoldTask, members: Int32Array): Tensor1D | undefined {
  if (standing === undefined) return undefined;
  const isConfirmed = Array.from(members, (image) => standing[image] === STANDING.confirmed);
  return isConfirmed.includes(true) ? tf.tensor1d(isConfirmed, 'bool') : undefined;
}

function oneHotOf(tf: TensorFlow, labels: Int32Array, classCount: number): Tensor2D {
  const values = new Float32Array(labels.length * classCount);
  labels.forEach((label, row) => (values[row * classCount + label] = 1));
  return tf.tensor2d(values, [labels.length, classCount]);
}

function imagesToTensor(
  tf: TensorFlow,
  pixels: Float32Array,
  { height, width, channels }: PixelTensor,
): Tensor4D {
  return tf.tensor4d(pixels, [pixels.length / (height * width * channels), height, width, channels]);
}

/** Lets messages and timers in between two batches, and stops when asked to. */
async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
