import assert from 'node:assert/strict';
import { cp, readdir, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { AppError } from '../../../../src/core/appError';
import { encodeNpy } from '../../../../src/core/npy';
import { runSteps } from '../../../../src/core/steps';
import { discover } from '../../../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { bytesOf, golden, samplesOf } from './placedImages';
import { zipBytes } from './zipBytes';

const UNPACKED = 'cache/unpacked';

describe('what has to be unpacked', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const unpackTo = () => ({ folder: folder.at(UNPACKED), make: () => Promise.resolve() });
  const scan = () => runSteps(discover({ root: folder.root, signal, unpackTo: unpackTo() }));
  const writeGzip = async () => {
    for (const name of ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz'])
      await cp(path.join(golden('idx'), name), folder.at(name));
  };
  const writeNpz = (x: Uint8Array) =>
    folder.write(
      'a.npz',
      zipBytes([
        { path: 'x.npy', content: x },
        { path: 'y.npy', content: encodeNpy(Int32Array.of(0, 1, 0), [3]) },
      ]),
    );

  it('holds the images that are in the same file as it is', async () => {
    const plain = samplesOf(await runSteps(discover({ root: golden('idx'), signal })));
    await writeGzip();
    const index = await scan();
    assert.deepEqual(
      samplesOf(index).map(({ path: image, ...rest }) => ({ path: image.replace('.gz/', '/'), ...rest })),
      plain.filter(({ path: image }) => image.startsWith('train-')),
    );
    const place = index.places?.[0];
    assert.equal(place?.unpackedFrom, 'train-images-idx3-ubyte.gz');
    assert.ok((await readdir(folder.at(UNPACKED))).includes(place.file));
  });

  it('comes out of compressed arrays', async () => {
    const pixels = Uint8Array.from({ length: 12 }, (_, i) => i);
    await writeNpz(encodeNpy(pixels, [3, 2, 2]));
    const index = await scan();
    assert.deepEqual(index.paths, ['a.npz/x/0', 'a.npz/x/1', 'a.npz/x/2']);
    assert.deepEqual([...bytesOf(index, 1)], [4, 5, 6, 7]);
  });

  it('is unpacked once, again where the file has changed or the cache is gone, and what is old goes', async () => {
    await writeGzip();
    const names = async () => (await readdir(folder.at(UNPACKED))).sort();
    const first = await scan();
    const before = await names();
    assert.equal(before.length, 2);
    await scan();
    assert.deepEqual(await names(), before);
    await rm(folder.at('cache'), { recursive: true });
    assert.deepEqual((await scan()).places, first.places);
    assert.deepEqual(await names(), before);
    await utimes(folder.at('train-images-idx3-ubyte.gz'), 1, 1);
    const later = await scan();
    assert.notDeepEqual(later.places, first.places);
    assert.equal((await names()).length, 2);
  });

  it('is refused with what to do where there is no cache, or it is damaged', async () => {
    await writeGzip();
    const refuses = (steps: ReturnType<typeof discover>, sentence: RegExp) =>
      assert.rejects(runSteps(steps), { code: 'labels-unreadable', message: sentence });
    await refuses(
      discover({ root: folder.root, signal }),
      /^train-images-idx3-ubyte\.gz holds images that can only be read once .*; unpack it first\.$/u,
    );
    const full = {
      folder: folder.at(UNPACKED),
      make: () => Promise.reject(new AppError('store-unwritable', '')),
    };
    await assert.rejects(runSteps(discover({ root: folder.root, signal, unpackTo: full })), {
      code: 'store-unwritable',
    });
    await folder.write('train-images-idx3-ubyte.gz', gzipSync(Buffer.alloc(100)).subarray(0, 15));
    await refuses(
      discover({ root: folder.root, signal, unpackTo: unpackTo() }),
      /^train-images-idx3-ubyte\.gz is (?:damaged or cut off|not an IDX file)/u,
    );
    assert.deepEqual(await readdir(folder.at(UNPACKED)).catch(() => []), []);
  });

  it('takes no more room than it claims', async () => {
    const bomb = Buffer.concat([
      Buffer.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1]),
      Buffer.alloc(1e6),
    ]);
    await folder.write('train-images-idx3-ubyte.gz', gzipSync(bomb));
    await folder.write('train-labels-idx1-ubyte.gz', gzipSync(Buffer.from([0, 0, 8, 1, 0, 0, 0, 2, 0, 1])));
    const index = await scan();
    assert.equal(index.paths.length, 2);
    const sizes = await Promise.all(
      (await readdir(folder.at(UNPACKED))).map(
        async (name) => (await stat(folder.at(`${UNPACKED}/${name}`))).size,
      ),
    );
    assert.deepEqual(sizes.sort(), [10, 18]);
  });
});
