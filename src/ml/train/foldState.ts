import type { Rng } from '../../core/rng';
import type { createAdam } from './adam';
import type { Augmentation } from './augment';
import type { FoldState } from './checkpoint';
import type { Network } from '../network/network';
import { readWeights, setWeights } from '../network/networkWeights';
import type { SampleTargets } from './sampleTargets';
import type { TensorFlow } from '../backends/tensorFlow';

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
