import type { FoldHistory } from '../../core/run/foldHistory';
import type { TensorFlow } from '../backends/tensorFlow';
import { readWeights } from '../network/networkWeights';
import { SOLE_REPLICA } from '../replicas/replicaGroup';
import { embeddingScaling, measureScaling } from './batches';
import { batchesInEpoch, epochImages, imagesInEpoch } from './epochImages';
import type { FoldResult, FoldTask, FoldWatch } from './foldTask';
import type { EmbeddingTable } from './neighbours';
import {
  addPredictions,
  averagedEpochs,
  breathe,
  createEmbeddings,
  neighboursOfDoubted,
  predictionBatch,
} from './predictFold';
import { learningRateAt, lossInEpoch } from './schedule';
import { captureState, imageValues, restoreState, startTraining, type FoldRun } from './training';
import { trainStep } from './trainStep';
import { message } from '../../core/words/message';

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
  const training =
    task.plan.folds === 1
      ? message('training-whole')
      : message('training-part', { part: task.fold + 1, parts: task.plan.folds });
  if (loss.name === 'cross-entropy')
    return { ...first, warnings: [message('training-by-chance', { training })] };
  const plain: FoldTask = {
    ...task,
    plan: { ...task.plan, loss: { name: 'cross-entropy' }, delayEpochs: 0 },
  };
  const second = await trainOnce(tf, plain, { ...watch, checkpoint: undefined });
  const repeated = { training, loss: loss.name };
  const warning = hasCollapsed(second.history, plain)
    ? message('training-repeated-by-chance', repeated)
    : message('training-repeated', repeated);
  return { ...second, warnings: [warning] };
}

/** Goes on where an earlier training was interrupted, if one was. @returns how many epochs are done. */
async function resume({ tf, task, watch, training, group }: FoldRun): Promise<number> {
  const saved = await watch.checkpoint?.load();
  const state = group.broadcast(() => saved);
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
  const run: FoldRun = {
    tf,
    task,
    watch,
    group,
    scaling: group.broadcast(() =>
      plan.embeddingWidth === undefined
        ? measureScaling(task.images, task.trainOn)
        : embeddingScaling(plan.embeddingWidth),
    ),
    batch: new Float32Array(largest * imageValues(task.images)),
    training,
  };
  const hasNeighbours = fold === 0 && predictOn.length === labels.length && network.embeddingWidth > 0;
  let embeddings: EmbeddingTable | undefined;
  const firstAveraged = plan.epochs - averagedEpochs(plan.epochs);
  const last = plan.epochs - 1;
  try {
    for (let epoch = await resume(run); epoch <= last; epoch++) {
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

async function trainEpoch(run: FoldRun, epoch: number): Promise<{ meanLoss: number; accuracy: number }> {
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

/** Accuracy up to this many times chance, … */
const CHANCE_FACTOR = 1.6;
/** … but at most this share of the way from chance to 1, counts as none better than chance. */
const CHANCE_MARGIN = 0.1;

/**
 * Whether training has failed: a loss that is no number, or in the last epoch an accuracy hardly better than always
 * naming the largest class. Robust losses can unlearn what they knew when their parameters do not fit the data.
 */
function hasCollapsed(
  history: FoldHistory,
  data: { readonly labels: Int32Array; readonly classCount: number; readonly trainOn: Int32Array },
): boolean {
  if (history.meanLoss.some((loss) => !Number.isFinite(loss))) return true;
  const counts = new Int32Array(data.classCount);
  for (const image of data.trainOn) counts[data.labels[image]!]!++;
  const chance = counts.reduce((most, count) => Math.max(most, count), 0) / data.trainOn.length;
  const limit = Math.min(chance * CHANCE_FACTOR, chance + (1 - chance) * CHANCE_MARGIN);
  return (history.trainAccuracy.at(-1) ?? 0) <= limit;
}
