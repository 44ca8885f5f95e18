import type { Scalar, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { createRng } from '../../core/rng';
import { createAdam } from '../train/adam';
import { sampleLosses } from '../train/losses';
import { createNetwork } from '../network/network';
import { inputShape, type NetworkShape } from '../network/networkLayers';
import type { TensorFlow } from './tensorFlow';

export interface SpeedTask extends NetworkShape {
  readonly batchSize: number;
}

/** The first steps compile and allocate. */
const WARM_UP_STEPS = 2;
const FEWEST_STEPS = 2;
const MEASURED_MS = 800;

/** Images per second of training steps (forward, backward, Adam) on a batch of noise; takes a second or two. */
export async function measureSpeed(tf: TensorFlow, task: SpeedTask): Promise<number> {
  const { batchSize, classCount } = task;
  const [height, width, channels] = inputShape(task);
  const rng = createRng(1);
  const network = createNetwork(tf, task, 1);
  const adam = createAdam(tf, network.trainable);
  const pixels = Float32Array.from({ length: batchSize * height * width * channels }, () => rng.normal());
  const images: Tensor4D = tf.tensor4d(pixels, [batchSize, height, width, channels]);
  const labels = Array.from({ length: batchSize }, () => rng.nextInt(classCount));
  const oneHot = tf.tidy(() => tf.cast(tf.oneHot(labels, classCount), 'float32')) as Tensor2D; // of a list of labels
  const step = async (): Promise<void> => {
    const loss = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => {
        const logits = network.forward(images, { kind: 'train', dropoutRng: rng });
        return tf.mean<Scalar>(sampleLosses(tf, { name: 'cross-entropy' }, { logits, oneHot }));
      }, [...network.trainable]);
      adam.step(grads, 0);
      return value;
    });
    await loss.data(); // until then, a backend may only have queued the work
    loss.dispose();
  };
  try {
    for (let i = 0; i < WARM_UP_STEPS; i++) await step();
    const startMs = performance.now();
    let steps = 0;
    while (steps < FEWEST_STEPS || performance.now() - startMs < MEASURED_MS) {
      await step();
      steps++;
    }
    return (steps * batchSize * 1000) / (performance.now() - startMs);
  } finally {
    adam.dispose();
    network.dispose();
    tf.dispose([images, oneHot]);
  }
}
