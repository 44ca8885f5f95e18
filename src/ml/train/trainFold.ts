import type { Rank, Scalar, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { PixelTensor } from '../../core/dataset/dataset';
import type { FoldHistory } from '../../core/run/foldHistory';
import type { Neighbours } from '../../core/run/learnedEvidence';
import { REVIEW_STATUS } from '../../core/review/reviewedLabels';
import type { LossSpec, Mirrors, TrainingPlan } from '../../core/run/trainingPlan';
import { measureScaling, readBatch, type ChannelScaling } from './batches';
import { hasCollapsed } from './collapse';
import type { Checkpoint } from './checkpoint';
import { batchesInEpoch, epochImages, imagesInEpoch } from './epochImages';
import type { FoldTask } from './foldTask';
import { captureState, restoreState, type Training } from './foldState';
import { sampleLosses } from './losses';
import { doubtedImages, EmbeddingTable, findNeighbours } from './neighbours';
import { readWeights } from '../network/networkWeights';
import type { Shard } from '../network/networkLayers';
import { SOLE_REPLICA, type ReplicaGroup } from '../replicas/replicaGroup';
import { learningRateAt, lossInEpoch } from './schedule';
import { shardOf } from '../replicas/shardOf';
import { startTraining } from './startTraining';
import { sumGradients } from '../replicas/sumGradients';
import { takeValues } from '../network/takeValues';
import type { TensorFlow } from '../backends/tensorFlow';

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
  /** Of images whose given label the model doubts; only of the leader, where it predicts all images, and of fold 0. */
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
/** By all threads of a group: the memory that they take together grows less than their number. */
const predictionBatch = (images: PixelTensor, { size }: ReplicaGroup): number =>
  Math.min(Math.max(Math.floor(PREDICTION_VALUES / imageValues(images)), size), MOST_PREDICTED * size);

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
 * says so. A group of threads takes a part of each batch each, and sums the same as one up to rounding; what changes
 * by image is in memory that they share. @throws the signal's reason, between two batches.
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
  readonly group: ReplicaGroup;
  readonly watch: FoldWatch;
  readonly scaling: ChannelScaling;
  /** Room for this thread's images of one batch. */
  readonly batch: Float32Array;
  readonly training: Training;
}

/** Goes on where an earlier training was interrupted, if one was. @returns how many epochs are done. */
function resume({ tf, task, watch, training, group }: Run): number {
  const state = group.broadcast(() => watch.checkpoint?.load());
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
  const { plan, fold, labels, predictOn, group = SOLE_REPLICA } = task;
  const training = startTraining(tf, task, group);
  const { network, predProbs, trajectories, meanLoss, trainAccuracy } = training;
  const largest = Math.ceil(Math.max(plan.batchSize, predictionBatch(task.images, group)) / group.size);
  const run: Run = {
    tf,
    task,
    watch,
    group,
    scaling: group.broadcast(() => measureScaling(task.images, task.trainOn)),
    batch: new Float32Array(largest * imageValues(task.images)),
    training,
  };
  const hasNeighbours = fold === 0 && predictOn.length === labels.length;
  let embeddings: EmbeddingTable | undefined;
  const firstAveraged = plan.epochs - averagedEpochs(plan.epochs);
  const last = plan.epochs - 1;
  try {
    for (let epoch = resume(run); epoch <= last; epoch++) {
      const outcome = await trainEpoch(run, epoch);
      meanLoss.push(outcome.meanLoss);
      trainAccuracy.push(outcome.accuracy);
      if (epoch === last && hasNeighbours) embeddings = createEmbeddings(run);
      if (epoch >= firstAveraged) await addPredictions(run, epoch, embeddings);
      group.wait(); // for what the others have predicted
      // The last epoch ends the training at once.
      if (epoch < last) await watch.checkpoint?.save(() => captureState(training, epoch + 1));
    }
    const neighbours =
      embeddings && group.rank === 0 ? await neighboursOfDoubted(run, embeddings) : undefined;
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

function createEmbeddings({ task, training, group }: Run): EmbeddingTable {
  const shape = { imageCount: task.labels.length, width: training.network.embeddingWidth };
  return new EmbeddingTable(shape, (length) => group.allocate(length));
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

async function trainEpoch(run: Run, epoch: number): Promise<{ meanLoss: number; accuracy: number }> {
  const { task, training, group } = run;
  const { plan, warmStart } = task;
  const order = epochImages(training.order, { ...plan, warmStart }, training.orderRng);
  const loss = lossInEpoch(epoch, plan);
  const batches = batchesInEpoch(order.length, plan);
  const sums = new Float64Array(2);
  for (let batch = 0; batch < batches; batch++) {
    await breathe(run.watch.signal);
    const from = Math.floor((batch * order.length) / batches);
    const images = order.subarray(from, Math.floor(((batch + 1) * order.length) / batches));
    const learningRate = learningRateAt(epoch * batches + batch, {
      steps: plan.epochs * batches,
      peak: plan.learningRate,
      schedule: plan.schedule,
    });
    const step = await trainStep(run, { epoch, images, loss, learningRate });
    sums[0]! += step.lossSum;
    sums[1]! += step.hits;
    run.watch.onProgress({ epoch: epoch + 1, images: images.length });
  }
  const parts = group.gather(sums);
  const [meanLoss, accuracy] = [0, 1].map(
    (at) => parts.reduce((sum, part) => sum + part[at]!, 0) / order.length,
  );
  return { meanLoss: meanLoss!, accuracy: accuracy! };
}

interface Step {
  readonly epoch: number;
  /** Of the whole batch. */
  readonly images: Int32Array;
  readonly loss: LossSpec;
  readonly learningRate: number;
}

/**
 * One step of Adam. The sum of the losses and the number of right predictions are of this thread's images; they and what is
 * noted in the trajectories are those before the step.
 */
async function trainStep(run: Run, step: Step): Promise<{ lossSum: number; hits: number }> {
  const { tf, task, scaling, training, group } = run;
  const { network, augment, dropoutRng, targets: memory, trajectories } = training;
  const batchSize = step.images.length;
  const { from, to } = shardOf(batchSize, group);
  const members = step.images.subarray(from, to);
  const shard: Shard = { group, from, batchSize };
  const { classCount } = task;
  const labels = members.map((image) => task.labels[image]!);
  const pixels = readBatch(task.images, members, { scaling, augment, shard, into: run.batch });
  const results = tf.tidy(() => {
    const oneHot = oneHotOf(tf, labels, classCount);
    const images = imagesToTensor(tf, pixels, task.images);
    const isTrusted = trustOf(tf, task, members);
    const trusting = (outcome: { readonly logits: Tensor2D; readonly oneHot: Tensor2D }) =>
      sampleLosses(tf, { name: 'cross-entropy' }, { ...outcome, targets: undefined });
    let results: Tensor1D | undefined;
    const { grads } = tf.variableGrads(() => {
      const logits = network.forward(images, { kind: 'train', dropoutRng, shard });
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
      // Times the part's share: the sum over the parts is the mean of the batch.
      return group.size === 1
        ? tf.mean<Scalar>(losses)
        : tf.mul<Scalar>(tf.mean(losses), members.length / batchSize);
    }, [...network.trainable]);
    const summed = sumGradients(tf, { variables: network.trainable, grads }, group);
    training.adam.step(summed, step.learningRate);
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
  run: Run,
  epoch: number,
  embeddings: EmbeddingTable | undefined,
): Promise<void> {
  const { task, watch, group } = run;
  const { predictOn, images } = task;
  const atOnce = predictionBatch(images, group);
  for (let first = 0; first < predictOn.length; first += atOnce) {
    await breathe(watch.signal);
    const count = Math.min(atOnce, predictOn.length - first);
    const { from, to } = shardOf(count, group);
    if (from < to) await predictRows(run, { epoch, from: first + from, to: first + to, embeddings });
    watch.onProgress({ epoch: epoch + 1, images: count });
  }
}

interface PredictedRows {
  readonly epoch: number;
  /** Places in `predictOn`. */
  readonly from: number;
  readonly to: number;
  readonly embeddings: EmbeddingTable | undefined;
}

async function predictRows(
  { tf, task, scaling, batch, training }: Run,
  { epoch, from, to, embeddings }: PredictedRows,
): Promise<void> {
  const { plan, predictOn, images, classCount } = task;
  const { network, predProbs } = training;
  const members = predictOn.subarray(from, to);
  const mirrored = predictedMirrored(plan, epoch);
  const pixels = readBatch(images, members, { scaling, mirrored, into: batch });
  const [probsTensor, vectors] = tf.tidy(() => {
    const pass = network.predict(imagesToTensor(tf, pixels, images));
    return [tf.softmax(pass.logits), embeddings && pass.embeddings] as const;
  });
  const probs = await takeValues(probsTensor);
  if (vectors !== undefined) embeddings?.set(members, await takeValues(vectors));
  const weight = 1 / averagedEpochs(plan.epochs);
  const start = from * classCount;
  for (let at = 0; at < probs.length; at++) predProbs[start + at]! += probs[at]! * weight;
}

/** Which labels of a batch are confirmed; undefined when none is. */
function trustOf(tf: TensorFlow, { reviewStatus }: FoldTask, members: Int32Array): Tensor1D | undefined {
  if (reviewStatus === undefined) return undefined;
  const isConfirmed = Array.from(members, (image) => reviewStatus[image] === REVIEW_STATUS.confirmed);
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
