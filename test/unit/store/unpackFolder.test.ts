import assert from 'node:assert/strict';
import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { runSteps } from '../../../src/core/steps';
import { openDecodeRoom } from '../../../src/dataset/decode/decodeRoom';
import { createImageReader } from '../../../src/dataset/decode/reader/imageReader';
import { discover } from '../../../src/dataset/discover';
import { readPicture } from '../../../src/files/pictureBytes';
import { imageFolders, unpackFolder, unpackTo } from '../../../src/store/unpackFolder';
import { temporaryFolder } from '../temporaryFolder';

const IDX = path.resolve(__dirname, '../../fixtures/golden/idx');
const FILES = ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz'];

describe('what has to be unpacked of a dataset', () => {
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'dataset');
  const elsewhere = (name: string) => path.join(folder(), name);

  beforeEach(async () => {
    await mkdir(root());
    for (const file of FILES) await cp(path.join(IDX, file), path.join(root(), file));
  });

  const reads = async (location: Parameters<typeof unpackTo>[0]) => {
    const { signal } = new AbortController();
    const index = await runSteps(discover({ root: root(), signal, unpackTo: unpackTo(location) }));
    const place = index.places![0];
    const { bytes } = await createImageReader(index, openDecodeRoom(undefined)).read(index.paths[0]!, place);
    assert.equal(bytes.toString('latin1', 0, 2), 'BM');
    const picture = { path: index.paths[0]!, place };
    assert.equal((await readPicture(imageFolders(location), picture)).length, place!.range!.bytes);
    assert.equal((await readdir(unpackFolder(location))).length, 2);
    assert.deepEqual((await readdir(root())).sort(), FILES, 'nothing is written beside the dataset');
  };

  it('goes where the store is, if the dataset cannot be written', () =>
    reads({ root: root(), folder: elsewhere('fallback'), isFallback: true }));

  it('goes where the caches are', () =>
    reads({ root: root(), folder: elsewhere('store'), isFallback: true, cache: elsewhere('caches') }));
});
