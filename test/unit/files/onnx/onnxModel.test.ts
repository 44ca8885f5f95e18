import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readOnnxModel } from '../../../../src/files/onnx/onnxModel';
import { encodeOnnx, writeOnnx, type Model } from '../../../fixtures/onnxFile';
import { temporaryFolder } from '../../temporaryFolder';

const MODEL: Model = {
  nodes: [{ operator: 'Relu', inputs: ['pixels'], output: 'features', integers: { axis: 1 } }],
  inputs: [
    { name: 'pixels', shape: ['batch', 3, 224, 'width'] },
    { name: 'old weights', shape: [2] },
  ],
  outputs: [
    { name: 'features', shape: ['batch', 1280] },
    { name: 'count', elementType: 7 },
  ],
  weights: [
    { name: 'old weights', dims: [2], data: [1, 2] },
    { name: 'beside', dims: [3], file: 'weights.data' },
    // Longer than what is read at a time.
    { name: 'many', dims: [40_000], data: Array.from({ length: 40_000 }, () => 1.5) },
  ],
  metadata: { image_mean: '[0.5, 0.5, 0.5]', author: 'ä' },
};

describe('readOnnxModel', () => {
  const folder = temporaryFolder();
  const fileWith = async (bytes: Uint8Array) => {
    const file = path.join(folder(), 'model.onnx');
    await writeFile(file, bytes);
    return file;
  };
  const refuses = (file: string, sentence: RegExp) =>
    assert.rejects(readOnnxModel(file), { code: 'encoder-unusable', message: sentence });

  it('gives inputs without weights, outputs, metadata and the files beside', async () => {
    const file = await writeOnnx(path.join(folder(), 'model.onnx'), MODEL);
    assert.deepEqual(await readOnnxModel(file), {
      inputs: [{ name: 'pixels', elementType: 1, shape: [undefined, 3, 224, undefined] }],
      outputs: [
        { name: 'features', elementType: 1, shape: [undefined, 1280] },
        { name: 'count', elementType: 7, shape: undefined },
      ],
      metadata: new Map([
        ['image_mean', '[0.5, 0.5, 0.5]'],
        ['author', 'ä'],
      ]),
      weightFiles: ['weights.data'],
    });
  });

  it('refuses a file cut off anywhere', async () => {
    const bytes = encodeOnnx({ ...MODEL, weights: [], metadata: {} });
    // Without its last field, the version of the operators, it still says all that is read.
    for (let length = 0; length < bytes.length - 4; length++)
      await refuses(await fileWith(bytes.subarray(0, length)), /model\.onnx is not an ONNX model/);
  });

  it('refuses what is none, and what is not there', async () => {
    for (const text of [
      '',
      '{"a": 1}',
      'version https://git-lfs.github.com/spec/v1',
      'PK\u0003\u0004 zip',
      '\n\n\n',
    ])
      await refuses(await fileWith(Buffer.from(text)), /is not an ONNX model; export/);
    await refuses(folder(), /is not an ONNX model/);
    await refuses(path.join(folder(), 'none.onnx'), /none\.onnx cannot be read \(ENOENT\)\.$/);
  });

  it('never hangs or crashes on garbage', async () => {
    const bytes = encodeOnnx(MODEL).subarray(0, 600);
    for (let position = 0; position < 300; position++) {
      const broken = Buffer.from(bytes);
      broken[position] = (broken[position]! * 7 + 129) % 256;
      await readOnnxModel(await fileWith(broken)).catch((error: unknown) =>
        assert.equal((error as { code?: string }).code, 'encoder-unusable', String(error)),
      );
    }
  });
});
