import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../../../src/files/atomicWrite';
import { cacheFolder, ensureStore, locateStore } from '../../../src/store/location';
import { lockRuns } from '../../../src/store/runLock';
import { createRunId } from '../../../src/store/runs';
import { temporaryFolder } from '../temporaryFolder';

describe('store location', () => {
  const folder = temporaryFolder();

  it('is .label-review in the dataset, whose journal alone is meant for version control', async () => {
    const location = await locateStore(folder(), '/nowhere');
    assert.deepEqual(location, {
      root: folder(),
      folder: path.join(folder(), '.label-review'),
      isFallback: false,
    });
    assert.deepEqual(await readdir(folder()), [], 'looking writes nothing');
    await ensureStore(location);
    assert.equal(
      await readFile(path.join(location.folder, '.gitignore'), 'utf8'),
      '/*\n!/.gitignore\n!/decisions.jsonl\n',
    );
  });

  it('leaves a .gitignore that the user has changed', async () => {
    const location = await locateStore(folder(), '/nowhere');
    await mkdir(location.folder);
    await writeFile(path.join(location.folder, '.gitignore'), 'mine');
    await ensureStore(location);
    assert.equal(await readFile(path.join(location.folder, '.gitignore'), 'utf8'), 'mine');
  });

  it('may have its cache elsewhere, in a folder of its own that bears our mark', async () => {
    const [root, caches] = [path.join(folder(), 'data'), path.join(folder(), 'other', 'disk')];
    await mkdir(root);
    const location = await locateStore(root, '/nowhere', { cacheParent: caches });
    const { folder: store } = await locateStore(root, '/nowhere');
    assert.equal(location.folder, store);
    await ensureStore(location);
    const [name] = await readdir(caches);
    assert.match(name!, /^data-[0-9a-f]{12}$/u);
    assert.equal(cacheFolder(location), path.join(caches, name!));
    assert.deepEqual(await readdir(cacheFolder(location)), ['CACHEDIR.TAG']);
    assert.deepEqual(await readdir(location.folder), ['.gitignore']);
    await rm(caches, { recursive: true });
    await writeFile(caches, '');
    await assert.rejects(ensureStore(location), { code: 'store-unwritable', message: /disk.data-/u });
  });

  it('has no cache among the images', async () => {
    for (const inside of [folder(), path.join(folder(), 'caches'), path.join(folder(), '..caches')])
      await assert.rejects(locateStore(folder(), '/nowhere', { cacheParent: inside }), {
        code: 'store-refused',
        message: /lies in the dataset/u,
      });
    await locateStore(folder(), '/nowhere', { cacheParent: `${folder()}-caches` });
  });

  it('is the same for a drive of Windows, however its letter is written', async () => {
    const large = await locateStore('C:/no/data', '/fallback', { cacheParent: '/caches' });
    const small = await locateStore('c:/no/data', '/fallback', { cacheParent: '/caches' });
    assert.deepEqual([large.folder, large.cache], [small.folder, small.cache]);
  });

  it('is elsewhere for a folder that cannot be written, at a place of its own for each dataset', async () => {
    const absent = (name: string) => path.join(folder(), 'no', name, 'data');
    const [one, two] = await Promise.all([
      locateStore(absent('a'), '/fallback'),
      locateStore(absent('b'), '/fallback'),
    ]);
    assert.ok(one.isFallback);
    assert.equal(path.dirname(one.folder), path.normalize('/fallback'));
    assert.notEqual(one.folder, two.folder);
  });
});

describe('atomic write', () => {
  const folder = temporaryFolder();

  it('replaces the file and leaves nothing else', async () => {
    const file = path.join(folder(), 'deep', 'table.csv');
    await writeFileAtomic(file, ['old']);
    await writeFileAtomic(file, ['a', new Uint8Array([98]), 'c']);
    assert.equal(await readFile(file, 'utf8'), 'abc');
    assert.deepEqual(await readdir(path.dirname(file)), ['table.csv']);
  });

  it('keeps the old content when the new one fails half-way', async () => {
    const file = path.join(folder(), 'table.csv');
    await writeFileAtomic(file, ['old']);
    const failing = function* () {
      yield 'half';
      throw new TypeError('no more');
    };
    await assert.rejects(writeFileAtomic(file, failing()), TypeError);
    assert.equal(await readFile(file, 'utf8'), 'old');
    assert.deepEqual(await readdir(folder()), ['table.csv']);
  });

  it('names the file that cannot be written', async () => {
    await writeFile(path.join(folder(), 'file'), '');
    const file = path.join(folder(), 'file', 'table.csv');
    await assert.rejects(writeFileAtomic(file, ['x']), { code: 'store-unwritable', message: /table\.csv/ });
  });
});

describe('run lock', () => {
  const folder = temporaryFolder();

  it('admits one run at a time', async () => {
    const location = await locateStore(folder(), '/nowhere');
    await ensureStore(location);
    const release = await lockRuns(location);
    await assert.rejects(lockRuns(location), { code: 'run-in-progress' });
    await release();
    await (
      await lockRuns(location)
    )();
  });

  it('takes over the lock of a process that is gone', async () => {
    const location = await locateStore(folder(), '/nowhere');
    await ensureStore(location);
    // Above the largest process id of every system we run on.
    await writeFile(path.join(location.folder, 'run.lock'), '999999999');
    await (
      await lockRuns(location)
    )();
  });
});

describe('run id', () => {
  it('sorts by time and tells two runs of one second apart', () => {
    const now = new Date('2026-03-04T05:06:07.890Z');
    assert.match(createRunId(now), /^20260304-050607-[0-9a-f]{4}$/);
    const times = ['07.000', '07.001', '07.889', '07.890', '07.999', '08.000'];
    const ids = times.map((time) => createRunId(new Date(`2026-03-04T05:06:${time}Z`)));
    assert.deepEqual(ids.toSorted(), ids);
  });
});
