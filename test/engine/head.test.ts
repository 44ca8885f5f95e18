import assert from 'node:assert/strict';
import { compandEmbedding } from '../../src/core/embedding/compand';
import { pixelsInMemory } from '../../src/core/dataset/pixelsInMemory';
import { createRng } from '../../src/core/rng';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';
import { createNetwork } from '../../src/ml/network/network';
import { readWeights } from '../../src/ml/network/networkWeights';
import { embeddingScaling } from '../../src/ml/train/batches';
import { trainFold } from '../../src/ml/train/trainFold';
import { SMALL_PLAN } from '../fixtures/smallPlan';
import { openTestBackend } from './openTestBackend';

const WIDTH = 24;
const CLASSES = 3;
const IMAGES = 240;
const FLIPPED_EVERY = 12;

/** Directions with noise; a twelfth of the labels is wrong. */
function drawEmbeddings() {
  const rng = createRng(5);
  const directions = Array.from({ length: CLASSES }, () =>
    Float32Array.from({ length: WIDTH }, () => rng.normal()),
  );
  const trueLabels = Int32Array.from({ length: IMAGES }, (_, image) => image % CLASSES);
  const data = new Uint8Array(IMAGES * WIDTH);
  trueLabels.forEach((label, image) =>
    data.set(compandEmbedding(directions[label]!.map((value) => value + 0.6 * rng.normal())), image * WIDTH),
  );
  const labels = trueLabels.map((label, image) =>
    image % FLIPPED_EVERY === 0 ? (label + 1) % CLASSES : label,
  );
  return { images: pixelsInMemory({ data, height: 1, width: WIDTH, channels: 1 }), labels };
}

describe('head', () => {
  let tf: TensorFlow;

  before(async function () {
    this.timeout(20_000);
    tf = await openTestBackend();
  });

  it('computes what its formula says', async () => {
    const shape = {
      network: 'head',
      imageSize: 160,
      channels: 3,
      embeddingWidth: WIDTH,
      classCount: 2,
    } as const;
    const network = createNetwork(tf, shape, 3);
    const weights = await readWeights(network);
    const rng = createRng(8);
    const x = Float32Array.from({ length: WIDTH }, () => rng.normal());
    const images = tf.tensor4d(x, [1, 1, WIDTH, 1]);
    const { logits, embeddings } = network.predict(images);
    const units = embeddings.shape[1];
    const first = weights.subarray(0, WIDTH * units);
    // The bias of the hidden layer, zeros at first, lies between.
    const second = weights.subarray(WIDTH * units + units);
    const hidden = Array.from({ length: units }, (_, unit) =>
      Math.max(
        x.reduce((sum, value, at) => sum + value * first[at * units + unit]!, 0),
        0,
      ),
    );
    const expected = [0, 1].map((k) =>
      hidden.reduce((sum, value, unit) => sum + value * second[unit * 2 + k]!, 0),
    );
    const found = await logits.data();
    expected.forEach((value, k) => assert.ok(Math.abs(value - found[k]!) < 1e-4, `${value} ${found[k]}`));
    tf.dispose([images, logits, embeddings]);
    network.dispose();
  });

  it('finds wrong labels by embeddings', async () => {
    const { images, labels } = drawEmbeddings();
    const everyImage = Int32Array.from(labels.keys());
    const { numTensors } = tf.memory();
    const { predProbs, neighbours, warnings } = await trainFold(
      tf,
      {
        images,
        labels,
        classCount: CLASSES,
        plan: {
          ...SMALL_PLAN,
          network: 'head',
          embeddingWidth: WIDTH,
          epochs: 12,
          learningRate: 2e-3,
          distortion: 0,
          loss: { name: 'generalized-cross-entropy', q: 0.7 },
          delayEpochs: 3,
        },
        fold: 0,
        trainOn: everyImage,
        predictOn: everyImage,
      },
      { signal: new AbortController().signal, onProgress: () => undefined },
    );
    assert.deepEqual(warnings, []);
    assert.equal(neighbours, undefined);
    assert.equal(tf.memory().numTensors, numTensors);
    const given = everyImage.map((image) => 1e6 * predProbs[image * CLASSES + labels[image]!]!);
    const suspects = Array.from(everyImage).sort((a, b) => given[a]! - given[b]!);
    const flipped = suspects.slice(0, IMAGES / FLIPPED_EVERY).filter((image) => image % FLIPPED_EVERY === 0);
    assert.ok(flipped.length >= 0.9 * (IMAGES / FLIPPED_EVERY), `${flipped.length} found`);
  });

  it('gets numbers around 1', () => {
    const { table } = embeddingScaling(WIDTH);
    assert.equal(table[128], 0);
    assert.ok(Math.abs(table[255]! - 8) < 1e-6 && Math.abs(table[1]! + 8) < 1e-6);
    assert.ok(Math.abs(table[128 + 45]! - 8 * (45 / 127) ** 2) < 1e-6);
  });
});
