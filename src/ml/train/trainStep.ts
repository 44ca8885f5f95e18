import type { Rank, Scalar, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { PixelTensor } from '../../core/dataset/dataset';
import { REVIEW_STATUS } from '../../core/review/reviewedLabels';
import type { LossSpec } from '../../core/run/trainingPlan';
import type { TensorFlow } from '../backends/tensorFlow';
import type { Shard } from '../network/networkLayers';
import { takeValues } from '../network/takeValues';
import { shardOf, sumGradients } from '../replicas/replicaGroup';
import { readBatch } from './batches';
import type { FoldTask } from './foldTask';
import { sampleLosses } from './losses';
import type { FoldRun } from './training';

/** What one step of a training is about. */
export interface Step {
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
export async function trainStep(run: FoldRun, step: Step): Promise<{ lossSum: number; hits: number }> {
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

/** M×H×W×C, of scaled values. */
export function imagesToTensor(
  tf: TensorFlow,
  pixels: Float32Array,
  { height, width, channels }: PixelTensor,
): Tensor4D {
  return tf.tensor4d(pixels, [pixels.length / (height * width * channels), height, width, channels]);
}
