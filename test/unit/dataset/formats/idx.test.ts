import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import { discover } from '../../../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { golden, samplesOf } from './placedImages';

describe('IDX', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const scan = (root = folder.root) => runSteps(discover({ root, signal }));
  const warnings = ({ warnings: said = [] }: Awaited<ReturnType<typeof scan>>) =>
    said.map((sentence) => wordMessage(sentence));
  const idx = (name: string, sizes: readonly number[], content: Uint8Array) =>
    folder.write(name, idxBytes(sizes, content));
  const IMAGES = 'train-images-idx3-ubyte';
  const LABELS = 'train-labels-idx1-ubyte';
  const writePair = async () => {
    await idx(IMAGES, [3, 2, 2], new Uint8Array(12));
    await idx(LABELS, [3], Uint8Array.of(7, 8, 7));
  };

  it('is read as idx2numpy reads it: grey and colour, with the names of MNIST and EMNIST', async () => {
    const expected: unknown = JSON.parse(readFileSync(path.join(golden('idx'), 'expected.json'), 'utf8'));
    const index = await scan(golden('idx'));
    assert.deepEqual(samplesOf(index), expected);
    assert.deepEqual(index.classes, ['1', '2', '3']);
    assert.deepEqual(index.splits, [
      'emnist-letters-test-images.idx4-ubyte',
      'flat-images.idx2-ubyte',
      't10k-images-idx3-ubyte',
      'train-images-idx3-ubyte',
    ]);
    const shapes = (index.places ?? []).map((place) => place?.shape);
    assert.deepEqual(shapes[0], { height: 2, width: 4, channels: 3 });
    assert.deepEqual(shapes[3], { height: 3, width: 3, channels: 1 });
    assert.deepEqual(shapes.at(-1), { height: 4, width: 3, channels: 1 });
    assert.deepEqual(warnings(index), [
      'flat-images.idx2-ubyte says nothing of width and height; its pictures were taken for squares of 3 × 3.',
    ]);
  });

  it('is read as far as it goes where it is cut off', async () => {
    await writePair();
    await folder.write(IMAGES, idxBytes([3, 2, 2], new Uint8Array(12)).subarray(0, -1));
    const index = await scan();
    assert.deepEqual(index.paths, [`${IMAGES}/0`, `${IMAGES}/1`]);
    assert.deepEqual(warnings(index), [`${IMAGES} is cut off: only 2 images are read. Fetch it again.`]);
  });

  it('is refused in a sentence where its files do not fit each other, or are none', async () => {
    const refuses = (sentence: string) =>
      assert.rejects(scan(), { code: 'labels-unreadable', message: sentence });
    await writePair();
    await idx(LABELS, [2], Uint8Array.of(7, 8));
    await refuses(`${IMAGES} holds 3 images, and ${LABELS} holds 2 labels; give one label for each image.`);
    await idx(LABELS, [3, 1], Uint8Array.of(7, 8, 7));
    await refuses(`${LABELS} has the shape 3 × 1; give one label for each image.`);
    await folder.write(LABELS, 'x');
    await refuses(`${LABELS} is not an IDX file of unsigned bytes, or is cut off; fetch it again.`);
    await idx(IMAGES, [3, 2, 2, 2], new Uint8Array(24));
    await refuses(
      `${IMAGES} has the shape 3 × 2 × 2 × 2, which is not that of grey or colour pictures: images × height × width, or with 1 or 3 channels behind or before the pixels.`,
    );
  });

  it('is not taken for what lies beside images, or without labels', async () => {
    await idx(IMAGES, [3, 2, 2], new Uint8Array(12));
    await assert.rejects(scan(), { code: 'no-images' });
    await writePair();
    await folder.write('cat/1.png', '');
    await folder.write('dog/1.png', '');
    assert.deepEqual((await scan()).labelSource, { kind: 'folders' });
  });
});

function idxBytes(sizes: readonly number[], content: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.set([0, 0, 8, sizes.length]);
  sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, content]);
}
