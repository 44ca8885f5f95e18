import assert from 'node:assert/strict';
import { appendFile, copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { ONNX_VARIABLES } from '../../scripts/install/onnxRuntime';
import { ONNX_FOLDER, ONNX_PACKAGES } from '../../src/core/encoder/onnxPackages';
import { compandEmbedding } from '../../src/core/embedding/compand';
import { runSteps } from '../../src/core/steps';
import { decodeAll } from '../../src/dataset/decode/decodeAll';
import { encoderView } from '../../src/dataset/decode/encoderView';
import { discover } from '../../src/dataset/discover';
import { encoderId, openEncoder } from '../../src/encoder/encoder';
import { onnxSource } from '../../src/encoder/onnx/onnxEncoder';
import { TRIAL_MODEL, tryOnnxRuntime } from '../../src/encoder/onnx/tryOnnxRuntime';
import { openPixels } from '../../src/files/pixels/openPixels';
import { encodeOnnx, writeOnnx, type Model } from '../fixtures/onnxFile';
import { temporaryFolder } from '../unit/temporaryFolder';

const DIST = path.resolve(__dirname, '../../dist');
const SIZE = 8;
/** Red and green above blue, then their difference: [width, colour]. */
const WEIGHTS = [1, 0, -1, 1, -1, 0];

/** A 1×1 convolution and the mean over the image, both of which hands can compute. */
const CONVOLUTION: Model = {
  nodes: [
    { operator: 'Conv', inputs: ['pixels', 'weights'], output: 'map' },
    { operator: 'GlobalAveragePool', inputs: ['map'], output: 'features' },
  ],
  inputs: [{ name: 'pixels', shape: ['batch', 3, 'height', 'width'] }],
  outputs: [{ name: 'features', shape: ['batch', 2, 1, 1] }],
  weights: [{ name: 'weights', dims: [2, 3, 1, 1], data: WEIGHTS }],
};
const CONFIG = { size: SIZE, image_mean: [0.5, 0.25, 0], image_std: [0.5, 0.25, 1] };

/** [rows, columns, RGB]: every pixel differs. */
const PIXELS = Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, index) => (index * 37) % 256);
/** The mean of each colour over the image, normalized as `CONFIG` says. */
const MEANS = [0, 1, 2].map((colour) => {
  let sum = 0;
  for (let place = 0; place < SIZE * SIZE; place++) sum += PIXELS[place * 3 + colour]!;
  return (sum / (SIZE * SIZE) / 255 - CONFIG.image_mean[colour]!) / CONFIG.image_std[colour]!;
});
const EXPECTED = [MEANS[0]! - MEANS[2]!, MEANS[0]! - MEANS[1]!];

function assertNear(actual: Float32Array, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [index, value] of expected.entries())
    assert.ok(Math.abs(actual[index]! - value) < 1e-5, `${actual.join(', ')} for ${expected.join(', ')}`);
}

for (const packageName of ONNX_PACKAGES)
  describe(`an encoder that is an ONNX file, on ${packageName}`, () => {
    const folder = temporaryFolder();
    const packagesFolder = process.env[ONNX_VARIABLES[packageName]];

    async function write(model: Model, config: object = CONFIG): Promise<string> {
      await writeFile(path.join(folder(), 'preprocessor_config.json'), JSON.stringify(config));
      return writeOnnx(path.join(folder(), 'model.onnx'), model);
    }

    async function embed(file: string, pixels = PIXELS): Promise<Float32Array> {
      const { source } = await onnxSource(file, packagesFolder);
      // As it goes to a thread.
      const encoder = await openEncoder(structuredClone(source));
      try {
        assert.deepEqual([encoder.width, encoder.size], [source.width, source.size]);
        const embedding = await encoder.embed(pixels);
        assert.deepEqual(await encoder.embed(pixels), embedding, 'the same again');
        return embedding;
      } finally {
        encoder.close();
      }
    }

    const refuses = async (model: Model, sentence: RegExp) =>
      assert.rejects(onnxSource(await write(model), packagesFolder), {
        code: 'encoder-unusable',
        message: sentence,
      });

    before(() => assert.ok(packagesFolder !== undefined, 'run it by npm test -- --tier onnx'));

    it('is tried with a model of its own', async () => {
      const packages = path.join(folder(), 'packages');
      await mkdir(packages);
      await symlink(path.join(packagesFolder!, ONNX_FOLDER), path.join(packages, ONNX_FOLDER), 'junction');
      await tryOnnxRuntime(packages);
      const relu: Model = {
        nodes: [{ operator: 'Relu', inputs: ['x'], output: 'y' }],
        inputs: [{ name: 'x', shape: [1, 2] }],
        outputs: [{ name: 'y', shape: [1, 2] }],
      };
      assert.equal(TRIAL_MODEL, encodeOnnx(relu).toString('base64'));
    });

    it('computes what hands compute, with every colour normalized by itself', async () => {
      assertNear(await embed(await write(CONVOLUTION)), EXPECTED);
    });

    it('gives the colours last where the model wants them so', async () => {
      const last: Model = {
        ...CONVOLUTION,
        nodes: [{ operator: 'MatMul', inputs: ['pixels', 'weights'], output: 'features' }],
        inputs: [{ name: 'pixels', shape: [1, SIZE, SIZE, 3] }],
        outputs: [{ name: 'features', shape: [1, SIZE, SIZE, 2] }],
        weights: [{ name: 'weights', dims: [3, 2], data: [1, 1, 0, -1, -1, 0] }],
      };
      assertNear(await embed(await write(last)), EXPECTED);
    });

    it('gives blue before red where the model wants it so', async () => {
      const [first, second] = [WEIGHTS.slice(0, 3).reverse(), WEIGHTS.slice(3).reverse()];
      const bgr: Model = {
        ...CONVOLUTION,
        metadata: { 'Image.BitmapPixelFormat': 'Bgr8' },
        weights: [{ name: 'weights', dims: [2, 3, 1, 1], data: [...first, ...second] }],
      };
      assertNear(await embed(await write(bgr)), EXPECTED);
    });

    it('takes the output that is named an embedding, and of tokens the first', async () => {
      const tokens: Model = {
        ...CONVOLUTION,
        nodes: [
          ...CONVOLUTION.nodes,
          // [1, 2, 1, 1] as one token that stands for the image and another.
          { operator: 'Flatten', inputs: ['features'], output: 'flat', integers: { axis: 1 } },
          { operator: 'Neg', inputs: ['flat'], output: 'image_embeds' },
        ],
        outputs: [{ name: 'features', shape: [1, 2, 1, 1] }, { name: 'image_embeds' }],
      };
      assertNear(
        await embed(await write(tokens)),
        EXPECTED.map((value) => -value),
      );
    });

    it('reads weights from a file beside it, which are part of its id', async () => {
      const beside: Model = {
        ...CONVOLUTION,
        weights: [{ name: 'weights', dims: [2, 3, 1, 1], file: 'model.data' }],
      };
      const data = path.join(folder(), 'model.data');
      await writeFile(data, Buffer.from(Float32Array.from(WEIGHTS).buffer));
      const file = await write(beside);
      assertNear(await embed(file), EXPECTED);
      const idOf = async () => encoderId((await onnxSource(file, packagesFolder)).source);
      const id = await idOf();
      assert.match(id, /^onnx-8-[\da-f]{16}$/);
      await appendFile(data, Buffer.alloc(4));
      assert.notEqual(await idOf(), id);
    });

    it('has an id that changes with the model and its normalization, not with its place', async () => {
      const idOf = async (file: string) => encoderId((await onnxSource(file, packagesFolder)).source);
      const file = await write(CONVOLUTION);
      const ids = [await idOf(file)];
      const copy = path.join(folder(), 'other', 'copy.onnx');
      await mkdir(path.dirname(copy));
      await copyFile(file, copy);
      await copyFile(
        path.join(folder(), 'preprocessor_config.json'),
        path.join(folder(), 'other', 'preprocessor_config.json'),
      );
      assert.equal(await idOf(copy), ids[0]);
      ids.push(await idOf(await write(CONVOLUTION, { ...CONFIG, image_mean: [0, 0, 0] })));
      ids.push(await idOf(await write(CONVOLUTION, { ...CONFIG, size: 16 })));
      ids.push(
        await idOf(
          await write({
            ...CONVOLUTION,
            weights: [{ name: 'weights', dims: [2, 3, 1, 1], data: [1, 2, 3, 4, 5, 6] }],
          }),
        ),
      );
      assert.equal(new Set(ids).size, ids.length, ids.join(' '));
    });

    it('is computed in decoding threads, as it is here', async () => {
      const root = path.join(folder(), 'images');
      for (let i = 0; i < 12; i++) {
        const pixels = Buffer.from(
          Array.from({ length: 3 * 4 * 4 }, (_, at) => (at * 53 * (i + 1) + i) % 256),
        );
        const image = sharp(pixels, { raw: { width: 4, height: 4, channels: 3 } }).resize(20, 20);
        await mkdir(path.join(root, i % 2 === 0 ? 'a' : 'b'), { recursive: true });
        await image.png().toFile(path.join(root, i % 2 === 0 ? 'a' : 'b', `${i}.png`));
      }
      const { source } = await onnxSource(await write(CONVOLUTION), packagesFolder);
      const { signal } = new AbortController();
      const index = await runSteps(discover({ root, signal }));
      const [decoded] = await runSteps(
        decodeAll({
          index,
          outputs: [{ kind: 'embedding', encoder: source }],
          cores: 2,
          cacheFolder: path.join(folder(), 'cache'),
          workerFile: path.join(DIST, 'decodeWorker.js'),
          signal,
        }),
      );
      assert.deepEqual([decoded!.pixels.count, decoded!.pixels.width, decoded!.pixels.height], [12, 2, 1]);
      const encoder = await openEncoder(source);
      const rows = openPixels(decoded!.pixels);
      const row = new Uint8Array(2);
      for (const [at, image] of decoded!.readable.entries()) {
        const { squares } = await encoderView(await readFile(path.join(root, index.paths[image]!)), SIZE);
        rows.read(at, row);
        assert.deepEqual(row, compandEmbedding(await encoder.embed(squares[0]!)));
      }
      rows.close();
      encoder.close();
    });

    it('says what it had to assume', async () => {
      const { source, warning } = await onnxSource(await write(CONVOLUTION, {}), packagesFolder);
      assert.equal(source.size, 224);
      assert.equal(warning?.id, 'onnx-assumed-values');
      assert.equal((await onnxSource(await write(CONVOLUTION), packagesFolder)).warning, undefined);
    });

    it('names the file and the trouble in one sentence', async () => {
      const [convolution] = CONVOLUTION.nodes;
      await refuses(
        { ...CONVOLUTION, nodes: [{ ...convolution!, operator: 'Frobnicate', output: 'features' }] },
        /^.*model\.onnx cannot be computed by onnxruntime-\w+: .*Frobnicate/,
      );
      await refuses(
        {
          ...CONVOLUTION,
          nodes: [{ operator: 'Shape', inputs: ['pixels'], output: 'features' }],
          outputs: [{ name: 'features', elementType: 7 }],
        },
        /model\.onnx cannot be used as an image encoder: none of its outputs holds float32/,
      );
      await refuses(
        {
          ...CONVOLUTION,
          nodes: [
            { operator: 'ReduceMean', inputs: ['pixels'], output: 'features', integers: { keepdims: 0 } },
          ],
          outputs: [{ name: 'features' }],
        },
        /its output features has shape \(\) instead of/,
      );
      await refuses(
        { ...CONVOLUTION, weights: [{ name: 'weights', dims: [2, 3, 1, 1], file: 'none.data' }] },
        /model\.onnx cannot be computed by|none\.data/,
      );
    });
  });
