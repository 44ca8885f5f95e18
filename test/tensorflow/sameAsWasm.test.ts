import assert from 'node:assert/strict';
import { PACKAGES_VARIABLE } from '../../src/core/names';
import { createRng } from '../../src/core/rng';
import type { BackendInfo, TrainingPlan } from '../../src/core/trainingPlan';
import { openBackend } from '../../src/ml/backend';
import { trainFold, type FoldTask } from '../../src/ml/trainFold';
import { sampleRun } from '../unit/host/sampleRun';
import { WASM_FOLDER } from '../engine/wasmFolder';

const EDGE = 16;
const IMAGES = 96;
const CLASSES = 3;
const TOLERANCE = 1e-4;

/** Three brightnesses in noise. */
function drawTask(plan: Partial<TrainingPlan>): FoldTask {
  const rng = createRng(3);
  const labels = Int32Array.from({ length: IMAGES }, (_, image) => image % CLASSES);
  const data = Uint8Array.from({ length: IMAGES * EDGE * EDGE }, (_, at) =>
    Math.min(255, Math.max(0, 60 + 60 * labels[Math.floor(at / (EDGE * EDGE))]! + 25 * rng.normal())),
  );
  const everyImage = Int32Array.from(labels.keys());
  return {
    images: { data, count: IMAGES, height: EDGE, width: EDGE, channels: 1 },
    labels,
    classCount: CLASSES,
    plan: {
      ...sampleRun([]).plan!,
      imageSize: EDGE,
      channels: 1,
      folds: 1,
      models: 1,
      epochs: 2,
      delayEpochs: 1,
      batchSize: 32,
      learningRate: 1e-3,
      ...plan,
    },
    fold: 0,
    trainOn: everyImage,
    predictOn: everyImage,
  };
}

describe('native TensorFlow', function () {
  this.timeout(120_000);

  async function train(choice: BackendInfo['name'], task: FoldTask): Promise<Float32Array> {
    const packagesFolder = process.env[PACKAGES_VARIABLE];
    const { tf, info } = await openBackend({ choice, wasmFolder: WASM_FOLDER, packagesFolder });
    assert.equal(info.name, choice);
    await tf.setBackend(choice);
    const { numTensors } = tf.memory();
    const watch = { signal: new AbortController().signal, onProgress: () => undefined };
    const { predProbs } = await trainFold(tf, task, watch);
    assert.equal(tf.memory().numTensors, numTensors);
    return predProbs;
  }

  for (const network of ['compact', 'paper'] as const)
    it(`predicts the same as wasm after training the ${network} network`, async () => {
      const task = drawTask({ network });
      const native = await train('tensorflow', task);
      const wasm = await train('wasm', task);
      const furthest = native.reduce((most, value, at) => Math.max(most, Math.abs(value - wasm[at]!)), 0);
      assert.ok(furthest <= TOLERANCE, `${furthest} apart`);
      // Training has moved the predictions away from where they began.
      assert.ok(native.some((value) => Math.abs(value - 1 / CLASSES) > 100 * TOLERANCE));
    });
});
