import type { PixelTensor } from '../../core/dataset/dataset';
import { createRng, type Rng } from '../../core/rng';
import type { TrainingPlan } from '../../core/run/trainingPlan';
import type { TensorFlow } from '../backends/tensorFlow';
import { createNetwork, type Network } from '../network/network';
import { readWeights, setWeights } from '../network/networkWeights';
import type { ReplicaGroup } from '../replicas/replicaGroup';
import { createAdam } from './adam';
import type { Augmentation } from './augment';
import type { InputScaling } from './batches';
import type { FoldState } from './checkpoint';
import type { FoldTask, FoldWatch } from './foldTask';
import { createSampleTargets, type SampleTargets } from './sampleTargets';

/** One training of a fold's model, from its start to its end. */
export interface FoldRun {
  readonly tf: TensorFlow;
  readonly task: FoldTask;
  readonly group: ReplicaGroup;
  readonly watch: FoldWatch;
  readonly scaling: InputScaling;
  /** Room for this thread's images of one batch. */
  readonly batch: Float32Array;
  readonly training: Training;
}

export const imageValues = ({ height, width, channels }: PixelTensor): number => height * width * channels;

/** What changes while a model is trained. */
export interface Training {
  readonly network: Network;
  readonly adam: ReturnType<typeof createAdam>;
  /** Of the images, as the last epoch has shuffled them. */
  readonly order: Int32Array;
  readonly orderRng: Rng;
  readonly augment: Augmentation | undefined;
  readonly dropoutRng: Rng;
  readonly predProbs: Float32Array;
  readonly trajectories: Float32Array;
  readonly meanLoss: number[];
  readonly trainAccuracy: number[];
  readonly targets: SampleTargets | undefined;
}

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

/** All sources of chance, in an order that stays the same. */
const rngsOf = ({ orderRng, dropoutRng, augment }: Training): readonly Rng[] => [
  orderRng,
  dropoutRng,
  ...(augment ? [augment.rng] : []),
];

/** The state after so many epochs; its arrays are those of the training, to be written before that goes on. */
export async function captureState(training: Training, epochsDone: number): Promise<FoldState> {
  const { predProbs, trajectories, meanLoss, trainAccuracy } = training;
  return {
    epochsDone,
    weights: await readWeights(training.network),
    adam: await training.adam.getState(),
    order: training.order,
    rngs: rngsOf(training).map((rng) => rng.getState()),
    predProbs,
    trajectories,
    meanLoss,
    trainAccuracy,
    targets: training.targets?.values,
  };
}

/** Makes a training that has just begun go on from a state. */
export function restoreState(tf: TensorFlow, training: Training, state: FoldState): void {
  setWeights(tf, training.network, state.weights);
  training.adam.setState(state.adam);
  training.order.set(state.order);
  rngsOf(training).forEach((rng, at) => rng.setState(state.rngs[at]!));
  training.predProbs.set(state.predProbs);
  training.trajectories.set(state.trajectories);
  training.meanLoss.push(...state.meanLoss);
  training.trainAccuracy.push(...state.trainAccuracy);
  if (state.targets !== undefined) training.targets?.values.set(state.targets);
}
