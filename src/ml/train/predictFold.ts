import { setImmediate } from 'node:timers/promises';
import type { PixelTensor } from '../../core/dataset/dataset';
import type { Neighbours } from '../../core/run/learnedEvidence';
import type { Mirrors, TrainingPlan } from '../../core/run/trainingPlan';
import { takeValues } from '../network/takeValues';
import { shardOf, type ReplicaGroup } from '../replicas/replicaGroup';
import { readBatch } from './batches';
import { doubtedImages, EmbeddingTable, findNeighbours } from './neighbours';
import { imageValues, type FoldRun } from './training';
import { imagesToTensor } from './trainStep';

/** Of the epochs, the share at the end whose predictions are averaged. */
const AVERAGED_SHARE = 1 / 3;
/**
 * Images predicted at once: as many as have this many values, for what a network makes of them takes many times their
 * memory, and a backend does not give it back. With 256 colour images of 64×64 the wasm memory grew from 70 to 257 MB.
 */
const PREDICTION_VALUES = 64 * 64 * 64 * 3;
const MOST_PREDICTED = 256;

/** By all threads of a group: the memory that they take together grows less than their number. */
export const predictionBatch = (images: PixelTensor, { size }: ReplicaGroup): number =>
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

/** Room for the embeddings of all images. */
export function createEmbeddings({ task, training, group }: FoldRun): EmbeddingTable {
  const shape = { imageCount: task.labels.length, width: training.network.embeddingWidth };
  return new EmbeddingTable(shape, (length) => group.allocate(length));
}

/** Neighbours shown beside a suspect. */
const NEIGHBOUR_COUNT = 6;

/** Of the images whose given label the model doubts. */
export function neighboursOfDoubted(
  { tf, task, watch, training }: FoldRun,
  embeddings: EmbeddingTable,
): Promise<Neighbours> {
  const { labels, classCount, plan } = task;
  const wanted = doubtedImages(labels, training.predProbs, classCount);
  const search = { embeddings, wanted, count: NEIGHBOUR_COUNT, seed: plan.seed };
  return findNeighbours(tf, search, () => breathe(watch.signal));
}

/** Adds the probabilities of `predictOn` to the mean over the last epochs. `embeddings` are filled; all images are predicted. */
export async function addPredictions(
  run: FoldRun,
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
  { tf, task, scaling, batch, training }: FoldRun,
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

/** Lets messages and timers in between two batches, and stops when asked to. */
export async function breathe(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}
