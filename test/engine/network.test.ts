import assert from 'node:assert/strict';
import type { Rank } from '@tensorflow/tfjs-core';
import { createRng } from '../../src/core/rng';
import { compactStages } from '../../src/ml/compactNetwork';
import { createNetwork } from '../../src/ml/network';
import type { ForwardMode, NetworkShape } from '../../src/ml/networkLayers';
import type { TensorFlow } from '../../src/ml/tensorFlow';
import { openTestBackend } from './openTestBackend';

const PAPER: NetworkShape = { network: 'paper', imageSize: 28, channels: 1, classCount: 10 };
const COMPACT: NetworkShape = { network: 'compact', imageSize: 12, channels: 3, classCount: 4 };

describe('networks', () => {
  let tf: TensorFlow;

  before(async function () {
    this.timeout(20_000);
    tf = await openTestBackend();
  });

  function weightsOf(shape: NetworkShape, seed: number): number[][] {
    const network = createNetwork(tf, shape, seed);
    const weights = network.trainable.map((variable) => [...variable.dataSync()]);
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
      it('has the same weights for the same seed, and others for another', () => {
        assert.deepEqual(weightsOf(shape, 3), weightsOf(shape, 3));
        assert.notDeepEqual(weightsOf(shape, 3), weightsOf(shape, 4));
      });

      it('gives K finite logits an image, and leaves no tensors when disposed', () => {
        const before = tf.memory();
        const network = createNetwork(tf, shape, 2);
        const rng = createRng(9);
        tf.tidy(() => {
          const values = Float32Array.from({ length: 3 * imageSize * imageSize * channels }, () =>
            rng.normal(),
          );
          const images = tf.tensor4d(values, [3, imageSize, imageSize, channels]);
          const modes: readonly ForwardMode[] = [{ kind: 'train', dropoutRng: rng }, { kind: 'predict' }];
          for (const mode of modes) {
            const logits = network.forward(images, mode);
            assert.deepEqual(logits.shape, [3, classCount]);
            for (const value of logits.dataSync()) assert.ok(Number.isFinite(value));
          }
        });
        network.dispose();
        assert.equal(tf.memory().numTensors, before.numTensors);
        assert.equal(tf.memory().numDataBuffers, before.numDataBuffers);
      });
    });
  }

  it('predicts each image by itself: the same alone as in a batch', () => {
    const network = createNetwork(tf, COMPACT, 5);
    tf.tidy(() => {
      const images = tf.randomNormal<Rank.R4>([4, 12, 12, 3], 0, 1, 'float32', 1);
      const all = network.forward(images, { kind: 'predict' }).dataSync();
      const one = tf.slice(images, [2, 0, 0, 0], [1, 12, 12, 3]);
      const alone = network.forward(one, { kind: 'predict' }).dataSync();
      alone.forEach((value, k) => assert.ok(Math.abs(value - all[2 * 4 + k]!) < 1e-5));
    });
    network.dispose();
  });
});
