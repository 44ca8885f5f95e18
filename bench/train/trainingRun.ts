import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { createRng } from '../../src/core/rng';
import { createAdam } from '../../src/ml/train/adam';
import { sampleLosses } from '../../src/ml/train/losses';
import { createNetwork } from '../../src/ml/network/network';
import type { NetworkShape } from '../../src/ml/network/networkLayers';
import { takeValues } from '../../src/ml/network/takeValues';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';

export interface Workload {
  readonly network: NetworkShape['network'];
  readonly imageSize: number;
  readonly channels: 1 | 3;
  readonly batch: number;
}

/** Images per second of one run: by the clock, and by the time the processor spent on this process. */
export interface Speed {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

const CLASSES = 10;
const LEARNING_RATE = 1e-3;

export interface TrainingRun {
  /** Trains for about that long, in whole steps; the first call also compiles and is not worth measuring. */
  measure(seconds: number): Promise<Speed>;
}

/** A network and one batch of noise; every step is forward, backward and Adam, as in training. */
export function createTrainingRun(
  tf: TensorFlow,
  { network, imageSize, channels, batch }: Workload,
): TrainingRun {
  const rng = createRng(1);
  const shape = { network, imageSize, channels, classCount: CLASSES };
  const model = createNetwork(tf, shape, 1);
  const adam = createAdam(tf, model.trainable);
  const pixels = Float32Array.from({ length: batch * imageSize * imageSize * channels }, () => rng.normal());
  const images: Tensor4D = tf.tensor4d(pixels, [batch, imageSize, imageSize, channels]);
  const labels = Array.from({ length: batch }, () => rng.nextInt(CLASSES));
  const oneHot = tf.cast(tf.oneHot(labels, CLASSES), 'float32') as Tensor2D; // of a list of labels
  const dropoutRng = createRng(2);

  async function step(): Promise<void> {
    const loss = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => {
        const logits = model.forward(images, { kind: 'train', dropoutRng });
        return tf.mean<ReturnType<typeof tf.scalar>>(
          sampleLosses(tf, { name: 'cross-entropy' }, { logits, oneHot }),
        );
      }, [...model.trainable]);
      adam.step(grads, LEARNING_RATE);
      return value;
    });
    await takeValues(loss); // until then, a GPU may only have queued the work
  }

  return {
    async measure(seconds) {
      const startMs = performance.now();
      const startCpu = process.cpuUsage();
      let steps = 0;
      while (performance.now() - startMs < seconds * 1000) {
        await step();
        steps++;
      }
      const { user, system } = process.cpuUsage(startCpu);
      const images = steps * batch;
      return {
        perSecond: (images * 1000) / (performance.now() - startMs),
        perCpuSecond: (images * 1_000_000) / (user + system),
      };
    },
  };
}
