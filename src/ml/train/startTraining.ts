import { createRng, type Rng } from '../../core/rng';
import type { TrainingPlan } from '../../core/run/trainingPlan';
import { createAdam } from './adam';
import type { Augmentation } from './augment';
import type { Training } from './foldState';
import { createNetwork } from '../network/network';
import { setWeights } from '../network/networkWeights';
import type { ReplicaGroup } from '../replicas/replicaGroup';
import { createSampleTargets } from './sampleTargets';
import type { TensorFlow } from '../backends/tensorFlow';
import type { FoldTask } from './foldTask';

/** Streams of the fold's seed, so that e.g. augmentation does not change the order of the batches. */
const STREAMS = { weights: 1, order: 2, augment: 3, dropout: 4 } as const;

/** A model of random weights, or those of the warm start; what changes by image is in memory of the whole group. */
export function startTraining(
  tf: TensorFlow,
  { plan, fold, labels, classCount, ...task }: FoldTask,
  group: ReplicaGroup,
): Training {
  const allocate = (length: number) => group.allocate(length);
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
    predProbs: allocate(task.predictOn.length * classCount),
    trajectories: allocate(labels.length * plan.epochs).fill(NaN),
    meanLoss: [],
    trainAccuracy: [],
    targets: createSampleTargets(plan.loss, { imageCount: labels.length, classCount, allocate }),
  };
}

function augmentationOf({ distortion, mirrors }: TrainingPlan, rng: Rng): Augmentation | undefined {
  const isUsed = distortion > 0 || mirrors.horizontal || mirrors.vertical;
  return isUsed ? { rng, distortion, mirrors } : undefined;
}
