import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { encodeNpy } from '../../../../src/core/npy';
import { encodeNpyHeader } from '../../../../src/core/npyHeader';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import { openDecodeRoom } from '../../../../src/dataset/decode/decodeRoom';
import { createImageReader } from '../../../../src/dataset/decode/reader/imageReader';
import { discover } from '../../../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { golden, samplesOf } from './placedImages';
import { zipBytes } from './zipBytes';

describe('NumPy arrays', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const scan = (root = folder.root) => runSteps(discover({ root, signal }));
  const warnings = ({ warnings: said = [] }: Awaited<ReturnType<typeof scan>>) =>
    said.map((sentence) => wordMessage(sentence));
  const refuses = (sentence: RegExp) =>
    assert.rejects(scan(), { code: 'labels-unreadable', message: sentence });
  const images = (...shape: readonly number[]) =>
    encodeNpy(new Uint8Array(shape.reduce((count, size) => count * size)), shape);
  const writePair = async (x: Uint8Array, y: Uint8Array) => {
    await folder.write('x.npy', x);
    await folder.write('y.npy', y);
  };
  const raw = (descr: string, shape: readonly number[], bytes: Uint8Array) =>
    Buffer.concat([encodeNpyHeader(descr, shape), bytes]);
  const THREE = encodeNpy(Int32Array.of(0, 1, 0), [3]);

  it('are read as NumPy reads them: Keras, MedMNIST, numbers, texts, one column of several', async () => {
    const expected = JSON.parse(readFileSync(path.join(golden('numpy'), 'expected.json'), 'utf8')) as Record<
      string,
      unknown
    >; // written beside the arrays
    for (const [name, samples] of Object.entries(expected))
      assert.deepEqual(samplesOf(await scan(path.join(golden('numpy'), name))), samples, name);
    assert.equal(Object.keys(expected).length, 8);
  });

  it('of training and of testing are splits, and have pictures of their shape', async () => {
    const index = await scan(path.join(golden('numpy'), 'keras'));
    assert.deepEqual(index.splits, ['data.npz/x_train', 'data.npz/x_test']);
    assert.deepEqual(index.places?.[0]?.shape, { height: 4, width: 5, channels: 1 });
    const colours = await scan(path.join(golden('numpy'), 'medmnist'));
    assert.deepEqual(colours.places?.[0]?.shape, { height: 2, width: 2, channels: 3 });
    const first = await scan(path.join(golden('numpy'), 'names'));
    assert.deepEqual(first.places?.[0]?.shape, { height: 4, width: 5, channels: 1 });
    const flat = await scan(path.join(golden('numpy'), 'bytes'));
    assert.match(
      warnings(flat).join(),
      /^data\.npz\/X says nothing of width and height; .* squares of 3 × 3\.$/u,
    );
  });

  it('may have their channels before the pixels, as PyTorch does', async () => {
    const read = async (pixels: readonly number[], shape: readonly number[]) => {
      await writePair(encodeNpy(Uint8Array.from(pixels), shape), encodeNpy(Int32Array.of(0, 1), [2]));
      const index = await scan();
      const reader = createImageReader(index, openDecodeRoom(undefined));
      const place = index.places?.[1];
      return { place, bytes: (await reader.read(index.paths[1]!, place)).bytes };
    };
    const before = Array.from({ length: 12 }, () => 0);
    // Of four pixels: their reds, their greens, their blues; then pixel by pixel.
    const planar = await read([...before, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [2, 3, 2, 2]);
    const mixed = await read([...before, 1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12], [2, 2, 2, 3]);
    assert.deepEqual(planar.place?.shape, { height: 2, width: 2, channels: 3, isPlanar: true });
    assert.deepEqual(planar.place.range, mixed.place?.range);
    assert.deepEqual(planar.bytes, mixed.bytes);
    await writePair(images(3, 3, 8, 3), THREE);
    await refuses(
      /^x\.npy has the shape 3 × 3 × 8 × 3, which does not say whether the channels come before/u,
    );
  });

  it('may have compressed labels', async () => {
    await folder.write(
      'a.npz',
      zipBytes([
        { path: 'x.npy', content: images(3, 2, 2), method: 0 },
        { path: 'y.npy', content: THREE, method: 8 },
      ]),
    );
    assert.deepEqual((await scan()).classes, ['0', '1']);
  });

  it('with several labels for an image, or none, leave it out', async () => {
    await writePair(images(4, 2, 2), encodeNpy(Uint8Array.of(1, 0, 0, 1, 1, 1, 0, 0), [4, 2]));
    const index = await scan();
    assert.deepEqual(index.paths, ['x.npy/0', 'x.npy/1']);
    assert.equal(index.skipped.unlabelled, 1);
    assert.deepEqual(warnings(index), [
      '1 image is left out, such as x.npy/2: it has several labels (0, 1); give one label for each image.',
    ]);
  });

  it('are refused in a sentence where they are no pictures of bytes', async () => {
    await writePair(encodeNpy(new Float32Array(12), [3, 2, 2]), THREE);
    await refuses(/^x\.npy holds '<f4' instead of unsigned bytes; save it with array\.astype\('uint8'\)/u);
    await writePair(images(3, 2, 2, 2), THREE);
    await refuses(/^x\.npy has the shape 3 × 2 × 2 × 2, which is not that of/u);
    const fortran = Buffer.from(images(3, 2, 2));
    fortran.write("True, 'shape': (3, 2, 2), } ", fortran.indexOf('False'));
    await writePair(fortran, THREE);
    await refuses(/^x\.npy is in Fortran order; save it with numpy\.ascontiguousarray/u);
    await writePair(images(3, 2, 2).subarray(0, -1), THREE);
    await refuses(/^x\.npy is damaged: its shape \(3, 2, 2\) needs 12 bytes, not 11/u);
  });

  it('are refused in a sentence where the labels are none', async () => {
    await writePair(images(3, 2, 2), encodeNpy(Int32Array.of(0, 1), [2]));
    await refuses(/^x\.npy holds 3 images, and y\.npy holds 2 labels/u);
    await writePair(images(3, 2, 2), encodeNpy(Float32Array.of(0.5, 1, 2), [3]));
    await refuses(/^y\.npy holds 0\.5, which is not the number of a class/u);
    await writePair(images(3, 2, 2), encodeNpy(Int32Array.of(0, 1, 2, 1, 0, 0), [3, 2]));
    await refuses(/^y\.npy has the shape 3 × 2; give one label for each image/u);
    await writePair(images(3, 2, 2), raw('|O', [3], new Uint8Array(24)));
    await refuses(/^y\.npy holds '\|O', not numbers or texts; save it as one of those, without pickle/u);
  });

  it('are refused where they are compressed or damaged', async () => {
    const write = (x: Parameters<typeof zipBytes>[0][number]) =>
      folder.write('a.npz', zipBytes([x, { path: 'y.npy', content: THREE }]));
    await write({ path: 'x.npy', content: images(3, 2, 2) });
    await refuses(/^a\.npz holds images that can only be read once they are unpacked/u);
    await write({ path: 'x.npy', content: images(3, 2, 2), method: 0, flags: 1 });
    await refuses(/^a\.npz\/x is damaged, encrypted or too large/u);
  });

  it('are not taken for what lies beside images, or without labels', async () => {
    await folder.write('x.npy', images(3, 2, 2));
    await assert.rejects(scan(), { code: 'no-images' });
    await folder.write('y.npy', THREE);
    await folder.write('cat/1.png', '');
    await folder.write('dog/1.png', '');
    assert.deepEqual((await scan()).labelSource, { kind: 'folders' });
  });
});
