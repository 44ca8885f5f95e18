import type { Tensor } from '@tensorflow/tfjs-core';
import { runOwnKernel } from './ownKernels';
import type { TensorFlow } from '../backends/tensorFlow';

/** 1 where a value is above 0, else 0. (`tf.step` takes TensorFlow many passes.) */
export function isPositive<T extends Tensor>(tf: TensorFlow, x: T): T {
  return tf.cast(tf.greater<T>(x, 0), 'float32');
}

/** Replaces tfjs's gradient of ReLU, which takes three passes and keeps the input, by one that needs the output only. */
export function registerReluGradient(tf: TensorFlow): void {
  tf.unregisterGradient('Relu');
  tf.registerGradient({
    kernelName: 'Relu',
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({
      x: () => {
        if (Array.isArray(dy)) throw new Error('ReLU has one output');
        const own = runOwnKernel(tf, 'LabelReviewReluGradient', { inputs: { dy, y: y! } });
        return own?.[0] ?? tf.mul(dy, isPositive(tf, y!));
      },
    }),
  });
}
