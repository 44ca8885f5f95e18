import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './tensorFlow';

export interface Adam {
  /** Changes the variables by one step; gradients by the variables' names. */
  step(gradients: NamedTensorMap, learningRate: number): void;
  dispose(): void;
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
      for (const { variable, mean, square } of moments)
        tf.tidy(() => {
          const gradient: Tensor = gradients[variable.name]!;
          mean.assign(tf.add(tf.mul(mean, MEAN_DECAY), tf.mul(gradient, 1 - MEAN_DECAY)));
          const squared = tf.mul(tf.square(gradient), 1 - SQUARE_DECAY);
          square.assign(tf.add(tf.mul(square, SQUARE_DECAY), squared));
          const scale = tf.add(tf.sqrt(square), EPSILON * correction);
          variable.assign(tf.sub(variable, tf.mul(tf.div(mean, scale), rate)));
        });
    },
    dispose() {
      for (const { mean, square } of moments) tf.dispose([mean, square]);
    },
  };
}
