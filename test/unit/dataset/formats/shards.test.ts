import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cp, readdir } from 'node:fs/promises';
import path from 'node:path';
import { runSteps } from '../../../../src/core/steps';
import { discover } from '../../../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { golden, samplesOf } from './placedImages';

describe('Parquet shards of Hugging Face', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const unpackTo = () => ({
    folder: folder.at('.label-review/cache/unpacked'),
    make: () => Promise.resolve(),
  });
  const scan = () => runSteps(discover({ root: folder.root, signal, unpackTo: unpackTo() }));
  const take = async (name: string) => {
    await folder.remove();
    folder = await createTemporaryFolder();
    await cp(path.join(golden('shards'), name), folder.root, { recursive: true });
  };

  it('are read as datasets reads them, with the names of classes, in every usual compression', async () => {
    const expected = JSON.parse(readFileSync(path.join(golden('shards'), 'expected.json'), 'utf8')) as Record<
      string,
      unknown
    >; // written beside the shards
    for (const [name, samples] of Object.entries(expected)) {
      await take(name);
      assert.deepEqual(samplesOf(await scan()), samples, name);
    }
    assert.deepEqual(Object.keys(expected), ['brotli', 'gzip', 'named', 'none', 'zstd']);
  });

  it('are splits where each is one', async () => {
    await take('named');
    const index = await scan();
    assert.deepEqual(index.classes, ['bird', 'cat', 'dog']);
    assert.deepEqual(index.splits, ['data/test-00000-of-00001.parquet', 'data/train-00000-of-00001.parquet']);
    assert.deepEqual(index.warnings, []);
  });

  it('are unpacked once', async () => {
    await take('named');
    const first = await scan();
    const before = await readdir(folder.at('.label-review/cache/unpacked'));
    assert.deepEqual((await scan()).places, first.places);
    assert.deepEqual(await readdir(folder.at('.label-review/cache/unpacked')), before);
    assert.equal(before.length, 2);
  });

  it('are refused in a sentence where they are damaged or there is no cache', async () => {
    await take('named');
    await assert.rejects(runSteps(discover({ root: folder.root, signal })), {
      code: 'labels-unreadable',
      message:
        /^data\/test-00000-of-00001\.parquet holds images that can only be read once they are unpacked/u,
    });
    const file = 'data/train-00000-of-00001.parquet';
    const bytes = readFileSync(folder.at(file));
    await folder.write(file, bytes.subarray(0, 200));
    await assert.rejects(scan(), {
      code: 'labels-unreadable',
      message: /^data\/train-00000-of-00001\.parquet cannot be read as Parquet \(/u,
    });
    assert.deepEqual(
      (await readdir(folder.at('.label-review/cache/unpacked')).catch(() => [])).filter((name) =>
        name.endsWith('.tmp'),
      ),
      [],
    );
  });

  it('are not taken for what lies beside images', async () => {
    await take('none');
    await folder.write('cat/1.png', '');
    await folder.write('dog/1.png', '');
    assert.deepEqual((await scan()).labelSource, { kind: 'folders' });
  });
});
