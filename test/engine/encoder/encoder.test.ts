import assert from 'node:assert/strict';
import path from 'node:path';
import { REPO_ROOT } from '../../../scripts/repoPaths';
import { BUILT_IN_ENCODERS, openEncoder, type EncoderSource } from '../../../src/encoder/encoder';
import { readDescription, readLayers } from '../../../src/encoder/encoderFile';
import { ENCODER_FILES } from '../../../src/encoder/encoderModule';
import { createNetwork } from '../../../src/encoder/network';
import { goldenCases, goldenImage } from '../../fixtures/goldenFeatures';
import { WASM_FOLDER } from '../wasmFolder';
import { drawPixels } from './drawLayers';
import { loadForTest } from './loadForTest';

const ENCODER_FOLDER = path.join(REPO_ROOT, 'media', 'encoder');

const lite0: EncoderSource = {
  kind: 'built-in',
  name: 'lite0',
  size: 65,
  encoderFolder: ENCODER_FOLDER,
  wasmFolder: WASM_FOLDER,
};

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe('built-in encoders', () => {
  for (const name of BUILT_IN_ENCODERS)
    for (const file of ENCODER_FILES)
      it(`${name} gives what PyTorch computes, by ${file}`, async () => {
        const create = await loadForTest(file);
        const description = await readDescription(ENCODER_FOLDER, name);
        const layers = await readLayers(ENCODER_FOLDER, name, description);
        for (const { size, rounded, original } of goldenCases(name)) {
          const network = createNetwork(layers, size, create);
          network.load(goldenImage(size));
          network.run();
          const means = network.means(network.steps.length - 1);
          const largest = Math.max(...rounded);
          const worst = Math.max(...rounded.map((value, i) => Math.abs(value - means[i]!)));
          assert.ok(worst < 1e-5 * largest, `${size} px: ${worst} of ${largest}`);
          // 2 × 2 pixels are few: what the rounding of weights does to one is a quarter of the mean.
          assert.ok(cosine(original, means) > (size === 64 ? 0.97 : 0.99), `${size} px`);
        }
      });

  it('take little memory', async () => {
    const create = await loadForTest(ENCODER_FILES[1]);
    const layers = await readLayers(ENCODER_FOLDER, 'lite0', await readDescription(ENCODER_FOLDER, 'lite0'));
    assert.ok(createNetwork(layers, 160, create).memoryBytes < 10e6);
  });

  it('give the same bits in every instance, whatever came before', async () => {
    const encoders = [await openEncoder(lite0), await openEncoder(lite0)] as const;
    const [image, other] = [drawPixels(65, 1), drawPixels(65, 2)];
    const before = await encoders[0].embed(image);
    // So many that the engine compiles the kernels anew, for speed.
    for (let i = 0; i < 50; i++) await encoders[0].embed(other);
    assert.deepEqual(await encoders[0].embed(image), before);
    assert.deepEqual(await encoders[1].embed(image), before);
    assert.notDeepEqual(await encoders[1].embed(other), before);
    for (const encoder of encoders) encoder.close();
  });

  it('know the size of their images and embeddings', async () => {
    const encoder = await openEncoder(lite0);
    const width = 24 + 40 + 80 + 112 + 192 + 1280;
    assert.deepEqual([encoder.size, encoder.width], [65, width]);
    const embedding = await encoder.embed(drawPixels(65, 1));
    assert.equal(embedding.length, width);
    // Each stage's part is as long as it has numbers.
    for (const [from, to] of [
      [0, 24],
      [24, 64],
      [width - 1280, width],
    ] as const) {
      const square = embedding.subarray(from, to).reduce((sum, value) => sum + value * value, 0);
      assert.ok(Math.abs(square / (to - from) - 1) < 1e-4, `${from} to ${to}: ${square}`);
    }
    assert.throws(() => encoder.embed(drawPixels(64, 1)), RangeError);
  });

  it('say which file of the kernels is missing', async () => {
    await assert.rejects(openEncoder({ ...lite0, wasmFolder: path.join(WASM_FOLDER, 'none') }), {
      code: 'encoder-unusable',
      message: /encoder-relaxed-simd\.wasm cannot be read \(ENOENT\)/,
    });
  });
});
