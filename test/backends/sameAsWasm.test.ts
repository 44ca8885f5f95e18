import assert from 'node:assert/strict';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { PACKAGES_VARIABLE } from '../../src/core/names';
import { pixelsInMemory } from '../../src/core/dataset/pixelsInMemory';
import { createRng } from '../../src/core/rng';
import type { LossSpec, TrainingPlan } from '../../src/core/run/trainingPlan';
import { openBackend } from '../../src/ml/backends/backend';
import type { BackendName } from '../../src/ml/backends/backendSpeeds';
import { dropoutMask } from '../../src/ml/network/dropoutMask';
import { sampleLosses } from '../../src/ml/train/losses';
import { createNetwork } from '../../src/ml/network/network';
import type { NetworkShape } from '../../src/ml/network/networkLayers';
import { takeValues } from '../../src/ml/network/takeValues';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';
import type { FoldTask } from '../../src/ml/train/foldTask';
import { trainFold } from '../../src/ml/train/trainFold';
import { TEST_BACKEND } from '../engine/openTestBackend';
import { sampleRun } from '../unit/review/sampleRun';
import { WASM_FOLDER } from '../engine/wasmFolder';

const EDGE = 12;
const IMAGES = 48;
const CLASSES = 3;
/** One of them with a memory. */
const LOSSES: Readonly<Record<TrainingPlan['network'], LossSpec>> = {
  compact: { name: 'piecewise-zero', cutoff: 0.05 },
  paper: { name: 'early-learning', regularization: 3, momentum: 0.7 },
  head: { name: 'generalized-cross-entropy', q: 0.7 },
};
/** A head takes the same images for embeddings. */
const widthOf = (network: TrainingPlan['network']) => (network === 'head' ? EDGE * EDGE : undefined);
/** Of the largest gradient of a variable. */
const GRADIENT_TOLERANCE = 1e-5;
/**
 * Of a probability, after training. Adam divides gradients by their size, so that a gradient that is nothing but
 * rounding moves its weight as far as any other; GPUs round in their own way, tfjs-node much as wasm does.
 */
const TOLERANCE = TEST_BACKEND === 'tensorflow' ? 1e-4 : 1e-3;

/** Three brightnesses in noise. */
function drawTask(plan: Partial<TrainingPlan>): FoldTask {
  const rng = createRng(3);
  const labels = Int32Array.from({ length: IMAGES }, (_, image) => image % CLASSES);
  const data = Uint8Array.from({ length: IMAGES * EDGE * EDGE }, (_, at) =>
    Math.min(255, Math.max(0, 60 + 60 * labels[Math.floor(at / (EDGE * EDGE))]! + 25 * rng.normal())),
  );
  const everyImage = Int32Array.from(labels.keys());
  return {
    images: pixelsInMemory({ data, height: EDGE, width: EDGE, channels: 1 }),
    labels,
    classCount: CLASSES,
    plan: {
      ...sampleRun([]).plan!,
      imageSize: EDGE,
      channels: 1,
      folds: 1,
      models: 1,
      epochs: 2,
      delayEpochs: 0,
      batchSize: 24,
      learningRate: 1e-3,
      ...plan,
    },
    fold: 0,
    trainOn: everyImage,
    predictOn: everyImage,
  };
}

describe(`training on ${TEST_BACKEND}`, function () {
  this.timeout(180_000);

  async function open(name: string): Promise<TensorFlow> {
    const packagesFolder = process.env[PACKAGES_VARIABLE];
    const { tf, info } = await openBackend({
      choice: name as BackendName, // else openBackend refuses
      wasmFolder: WASM_FOLDER,
      packagesFolder,
      allowsSoftware: true,
    });
    assert.equal(info.name, name);
    await tf.setBackend(name);
    return tf;
  }

  /** The gradients of a step, by variable. */
  async function gradientsOf(name: string, network: TrainingPlan['network']): Promise<number[][]> {
    const tf = await open(name);
    const { numTensors } = tf.memory();
    const rng = createRng(1);
    const shape: NetworkShape = {
      network,
      imageSize: EDGE,
      channels: 1,
      embeddingWidth: widthOf(network),
      classCount: CLASSES,
    };
    const model = createNetwork(tf, shape, 1);
    const pixels = Float32Array.from({ length: 8 * EDGE * EDGE }, () => rng.normal());
    const gradients = tf.tidy(() => {
      const images = tf.tensor4d(pixels, [8, EDGE, EDGE, 1]);
      const labels = Array.from({ length: 8 }, (_, image) => image % CLASSES);
      const oneHot = tf.cast(tf.oneHot(labels, CLASSES), 'float32') as Tensor2D; // of a list of labels
      const { grads } = tf.variableGrads(() => {
        const logits = model.forward(images, { kind: 'train', dropoutRng: createRng(2) });
        return tf.mean<Scalar>(sampleLosses(tf, { name: 'blurry', gamma: 0.4 }, { logits, oneHot }));
      }, [...model.trainable]);
      return model.trainable.map((variable) => grads[variable.name]!);
    });
    const values = await Promise.all(gradients.map(async (each) => Array.from(await takeValues(each))));
    model.dispose();
    assert.equal(tf.memory().numTensors, numTensors);
    return values;
  }

  async function train(name: string, task: FoldTask): Promise<Float32Array> {
    const tf = await open(name);
    const { numTensors } = tf.memory();
    const watch = { signal: new AbortController().signal, onProgress: () => undefined };
    const { predProbs } = await trainFold(tf, task, watch);
    assert.equal(tf.memory().numTensors, numTensors);
    return predProbs;
  }

  const largest = (values: Iterable<number>) =>
    Array.from(values, Math.abs).reduce((most, value) => Math.max(most, value), 0);
  const furthest = (one: ArrayLike<number>, other: ArrayLike<number>) =>
    largest(Array.from(one, (value, at) => value - other[at]!));

  it('drops the same units as wasm', async () => {
    const draw = async (name: string) => {
      const tf = await open(name);
      return takeValues(dropoutMask(tf, { shape: [7, 11, 13], rate: 0.3, seed: 2 ** 31 - 500 }));
    };
    const mask = await draw(TEST_BACKEND);
    assert.deepEqual(mask, await draw('wasm'));
    assert.ok(mask.includes(0));
  });

  for (const network of ['compact', 'paper', 'head'] as const) {
    it(`has the gradients of wasm for the ${network} network`, async () => {
      const own = await gradientsOf(TEST_BACKEND, network);
      const wasm = await gradientsOf('wasm', network);
      own.forEach((gradient, variable) => {
        const apart = furthest(gradient, wasm[variable]!) / largest(wasm[variable]!);
        assert.ok(apart <= GRADIENT_TOLERANCE, `variable ${variable}: ${apart} apart`);
      });
    });

    it(`predicts the same as wasm after training the ${network} network`, async () => {
      const task = drawTask({ network, loss: LOSSES[network], embeddingWidth: widthOf(network) });
      const own = await train(TEST_BACKEND, task);
      const wasm = await train('wasm', task);
      const apart = furthest(own, wasm);
      assert.ok(apart <= TOLERANCE, `${apart} apart`);
      // Training has moved the predictions away from where they began.
      assert.ok(own.some((value) => Math.abs(value - 1 / CLASSES) > 0.01));
    });
  }
});
