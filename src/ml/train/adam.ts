import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core';
import { runOwnKernel } from '../network/ownKernels';
import type { TensorFlow } from '../backends/tensorFlow';

export interface Adam {
  /** Changes the variables by one step; gradients by the variables' names. */
  step(gradients: NamedTensorMap, learningRate: number): void;
  getState(): Promise<AdamState>;
  setState(state: AdamState): void;
  dispose(): void;
}

/** What Adam remembers: its steps, and two moments of each variable. */
export interface AdamState {
  readonly steps: number;
  readonly moments: readonly Float32Array[];
}

/** As in the paper, and everywhere else. */
const MEAN_DECAY = 0.9;
const SQUARE_DECAY = 0.999;
const EPSILON = 1e-8;

/**
 * Adam (Kingma and Ba 2015, algorithm 1, in the form of its section 2 that puts the bias correction into the step
 * size), with a learning rate that may change every step, which `tf.train.adam` does not offer.
 */
export function createAdam(tf: TensorFlow, variables: readonly Variable[]): Adam {
  // A variable copies its first value, which is a tensor of its own.
  const zeros = (like: Variable) => tf.tidy(() => tf.variable(tf.zerosLike(like), false));
  const moments = variables.map((variable) => ({ variable, mean: zeros(variable), square: zeros(variable) }));
  let steps = 0;
  return {
    step(gradients, learningRate) {
      steps++;
      const correction = Math.sqrt(1 - SQUARE_DECAY ** steps);
      const rate = (learningRate * correction) / (1 - MEAN_DECAY ** steps);
      const decays = { meanDecay: MEAN_DECAY, squareDecay: SQUARE_DECAY };
      for (const { variable, mean, square } of moments)
        tf.tidy(() => {
          const tensors = { variable, mean, square, gradient: gradients[variable.name]! };
          const next = stepOf(tf, tensors, { ...decays, rate, epsilon: EPSILON * correction });
          variable.assign(next[0]);
          mean.assign(next[1]);
          square.assign(next[2]);
        });
    },
    async getState() {
      const tensors = moments.flatMap(({ mean, square }) => [mean, square]);
      // Copies: what a tensor gives may be the memory of the backend itself.
      const values = tensors.map(async (moment) => Float32Array.from(await moment.data()));
      return { steps, moments: await Promise.all(values) };
    },
    setState(state) {
      steps = state.steps;
      moments
        .flatMap(({ mean, square }) => [mean, square])
        .forEach((moment, at) => tf.tidy(() => moment.assign(tf.tensor(state.moments[at]!, moment.shape))));
    },
    dispose() {
      for (const { mean, square } of moments) tf.dispose([mean, square]);
    },
  };
}

interface StepTensors extends NamedTensorMap {
  readonly variable: Tensor;
  readonly mean: Tensor;
  readonly square: Tensor;
  readonly gradient: Tensor;
}

interface StepNumbers extends Record<string, number> {
  readonly meanDecay: number;
  readonly squareDecay: number;
  readonly rate: number;
  readonly epsilon: number;
}

/** The next variable and moments: in one pass where we have the kernel. */
function stepOf(tf: TensorFlow, tensors: StepTensors, numbers: StepNumbers): [Tensor, Tensor, Tensor] {
  const own = runOwnKernel(tf, 'LabelReviewAdamStep', { inputs: tensors, attrs: numbers });
  if (own !== undefined) return own as [Tensor, Tensor, Tensor]; // its three results
  const { gradient } = tensors;
  const { meanDecay, squareDecay, rate, epsilon } = numbers;
  const mean = tf.add(tf.mul(tensors.mean, meanDecay), tf.mul(gradient, 1 - meanDecay));
  const squared = tf.mul(tf.square(gradient), 1 - squareDecay);
  const square = tf.add(tf.mul(tensors.square, squareDecay), squared);
  const change = tf.mul(tf.div(mean, tf.add(tf.sqrt(square), epsilon)), rate);
  return [tf.sub(tensors.variable, change), mean, square];
}
