import assert from 'node:assert/strict';
import type { Rank } from '@tensorflow/tfjs-core';
import { createRng } from '../../src/core/rng';
import { compactStages } from '../../src/ml/network/compactNetwork';
import { createNetwork } from '../../src/ml/network/network';
import { readWeights } from '../../src/ml/network/networkWeights';
import type { ForwardMode, NetworkShape } from '../../src/ml/network/networkLayers';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';
import { computeValues } from './computeValues';
import { openTestBackend } from './openTestBackend';

const PAPER: NetworkShape = { network: 'paper', imageSize: 28, channels: 1, classCount: 10 };
const COMPACT: NetworkShape = { network: 'compact', imageSize: 12, channels: 3, classCount: 4 };

describe('networks', () => {
  let tf: TensorFlow;

  before(async function () {
    this.timeout(20_000);
    tf = await openTestBackend();
  });

  async function weightsOf(shape: NetworkShape, seed: number): Promise<Float32Array> {
    const network = createNetwork(tf, shape, seed);
    const weights = await readWeights(network);
    network.dispose();
    return weights;
  }

  it('has the 1,199,882 parameters of the paper for 28×28 grey images of 10 classes', () => {
    const network = createNetwork(tf, PAPER, 1);
    const sizes = network.trainable.map((variable) => variable.size);
    network.dispose();
    assert.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      1_199_882,
    );
  });

  it('adds stages to the compact network as images grow, down to an edge of at most 4', () => {
    assert.deepEqual(compactStages({ imageSize: 8, channels: 3 }), [32, 64, 128]);
    assert.deepEqual(compactStages({ imageSize: 28, channels: 3 }), [32, 64, 128]);
    assert.deepEqual(compactStages({ imageSize: 28, channels: 1 }), [16, 48, 96]);
    assert.deepEqual(compactStages({ imageSize: 39, channels: 3 }), [32, 64, 128]);
    assert.deepEqual(compactStages({ imageSize: 40, channels: 3 }), [16, 32, 64, 128]);
    assert.deepEqual(compactStages({ imageSize: 64, channels: 3 }), [16, 32, 64, 128]);
    assert.deepEqual(compactStages({ imageSize: 96, channels: 3 }), [16, 16, 32, 64, 128]);
    for (let size = 8; size <= 512; size++) {
      const edge = Math.floor(size / 2 ** compactStages({ imageSize: size, channels: 1 }).length);
      assert.ok(edge >= 1 && edge <= 4, `${edge} at ${size}`);
    }
  });

  for (const shape of [PAPER, COMPACT, { ...COMPACT, imageSize: 41, channels: 1 } as const]) {
    const { network: name, imageSize, channels, classCount } = shape;
    describe(`${name} on ${imageSize}×${imageSize}×${channels}`, () => {
      it('has the same weights for the same seed, and others for another', async () => {
        assert.deepEqual(await weightsOf(shape, 3), await weightsOf(shape, 3));
        assert.notDeepEqual(await weightsOf(shape, 3), await weightsOf(shape, 4));
      });

      it('gives K finite logits an image, and leaves no tensors when disposed', async () => {
        const before = tf.memory();
        const network = createNetwork(tf, shape, 2);
        const rng = createRng(9);
        const modes: readonly ForwardMode[] = [{ kind: 'train', dropoutRng: rng }, { kind: 'predict' }];
        const logits = await computeValues(tf, () => {
          const values = Float32Array.from({ length: 3 * imageSize * imageSize * channels }, () =>
            rng.normal(),
          );
          const images = tf.tensor4d(values, [3, imageSize, imageSize, channels]);
          return modes.map((mode) => network.forward(images, mode));
        });
        for (const values of logits) {
          assert.equal(values.length, 3 * classCount);
          assert.ok(values.every(Number.isFinite));
        }
        network.dispose();
        assert.equal(tf.memory().numTensors, before.numTensors);
        assert.equal(tf.memory().numDataBuffers, before.numDataBuffers);
      });
    });
  }

  it('predicts each image by itself: the same alone as in a batch', async () => {
    const network = createNetwork(tf, COMPACT, 5);
    const [all, alone] = await computeValues(tf, () => {
      const images = tf.randomNormal<Rank.R4>([4, 12, 12, 3], 0, 1, 'float32', 1);
      const one = tf.slice(images, [2, 0, 0, 0], [1, 12, 12, 3]);
      return [images, one].map((some) => network.forward(some, { kind: 'predict' }));
    });
    alone!.forEach((value, k) => assert.ok(Math.abs(value - all![2 * 4 + k]!) < 1e-5));
    network.dispose();
  });
});
