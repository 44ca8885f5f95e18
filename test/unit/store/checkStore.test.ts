import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JournalEntry } from '../../../src/core/review/review';
import { openRowCaches, closeAll } from '../../../src/dataset/cache/rowCache';
import { openJournal } from '../../../src/store/journal/journal';
import {
  cacheFolder,
  checkpointsFolder,
  ensureStore,
  journalFile,
  locateStore,
  removeCheckpoints,
  type StoreLocation,
} from '../../../src/store/location';
import { temporaryFolder } from '../temporaryFolder';
import { itWith } from '../../fixtures/itWith';

const ENTRY: JournalEntry = {
  v: 1,
  type: 'decide',
  id: 'a',
  at: '2026-01-02T03:04:05Z',
  decisions: [{ path: 'cat/1.png', decision: { action: 'keep' } }],
};

describe('a store that came with its dataset', () => {
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'dataset');
  const store = () => path.join(root(), '.label-review');
  const outside = () => path.join(folder(), 'outside');
  const locate = () => locateStore(root(), '/nowhere');
  const refuses = async (name: string, why: RegExp) => {
    const refusal = { code: 'store-refused', message: why };
    await assert.rejects(locate(), refusal);
    await assert.rejects(locate(), ({ message }: Error) => message.includes(path.join(store(), name)));
  };

  beforeEach(async () => {
    await mkdir(root());
    await mkdir(outside());
  });

  for (const name of [
    '',
    'runs',
    'runs/20260101-000000-abcd',
    'runs/20260101-000000-abcd/columns/path.jsonl',
    'cache',
    'cache/thumbnails/ab',
    'cache/checkpoints',
    'cache/pixels-v5-28x28x3.u8',
    'decisions.jsonl',
    'run.lock',
    '.gitignore',
  ])
    it(`is refused for a link in the place of ${name || 'itself'}, to what is there or not`, async () => {
      const link = path.join(store(), name);
      await mkdir(path.dirname(link), { recursive: true });
      for (const target of [outside(), path.join(outside(), 'absent')]) {
        await symlink(target, link, 'junction');
        await refuses(name, /is a link.*delete it/u);
        await rename(link, path.join(folder(), path.basename(target)) + '.link');
      }
      assert.deepEqual(await readdir(outside()), []);
    });

  it('is refused for a link in its cache that is elsewhere', async () => {
    const caches = path.join(folder(), 'caches');
    const { cache } = await locateStore(root(), '/nowhere', { cacheParent: caches });
    await mkdir(cache!, { recursive: true });
    await symlink(outside(), path.join(cache!, 'checkpoints'), 'junction');
    await assert.rejects(locateStore(root(), '/nowhere', { cacheParent: caches }), {
      code: 'store-refused',
      message: /checkpoints is a link/u,
    });
  });

  itWith('pipes', 'is refused for a pipe in it', async () => {
    await mkdir(path.join(store(), 'runs', 'a'), { recursive: true });
    execFileSync('mkfifo', [path.join(store(), 'runs', 'a', 'run.json')]);
    await refuses('runs/a/run.json', /is a pipe or a device/u);
  });

  it('is refused for a file where a folder belongs, and the reverse', async () => {
    await writeFile(store(), '');
    await refuses('', /is a file where a folder is needed/u);
    await rename(store(), path.join(folder(), 'file'));
    await mkdir(path.join(store(), 'decisions.jsonl'), { recursive: true });
    await refuses('decisions.jsonl', /is a folder where a file is needed/u);
  });

  it('may lie in a dataset that is reached through a link', async () => {
    const link = path.join(folder(), 'link');
    await symlink(root(), link, 'junction');
    await ensureStore(await locateStore(link, '/nowhere'));
    assert.deepEqual(await readdir(store()), ['.gitignore']);
    await locate();
  });

  itWith('links', 'writes no decision through a link that has come since it was opened', async () => {
    await mkdir(store());
    const journal = await openJournal(journalFile(await locate()));
    await writeFile(path.join(outside(), 'precious'), 'precious');
    await symlink(path.join(outside(), 'precious'), journalFile(await locate()));
    const refusal = { code: 'store-refused', message: /decisions\.jsonl is a link/u };
    await assert.rejects(journal.append(ENTRY), refusal);
    await assert.rejects(journal.refresh(), refusal);
    assert.equal(await readFile(path.join(outside(), 'precious'), 'utf8'), 'precious');
  });
});

describe('the cache of a store', () => {
  const folder = temporaryFolder();
  const location = (): Promise<StoreLocation> => locateStore(folder(), '/nowhere');
  const open = async () => {
    const forms = [{ name: 'pixels-v5-1x1x1', bytesPerRow: 1 }];
    await closeAll(await openRowCaches({ folder: cacheFolder(await location()), forms, count: 1 }));
  };
  const fill = async () => {
    await mkdir(checkpointsFolder(await location()), { recursive: true });
    for (const name of ['pixels-v1-old.u8', 'checkpoints/mine.txt'])
      await writeFile(path.join(cacheFolder(await location()), name), 'mine');
  };
  const left = async () => (await readdir(cacheFolder(await location()), { recursive: true })).sort();

  it('is cleaned where it bears our mark', async () => {
    await open();
    await fill();
    await open();
    await removeCheckpoints(await location());
    assert.deepEqual(await left(), ['CACHEDIR.TAG', 'pixels-v5-1x1x1.jsonl', 'pixels-v5-1x1x1.u8']);
  });

  it('of a version that left no mark is known by the file beside it', async () => {
    const { folder: store } = await location();
    await fill();
    await writeFile(path.join(store, '.gitignore'), '/*\n!/.gitignore\n!/decisions.jsonl\n');
    await ensureStore(await location());
    await open();
    await removeCheckpoints(await location());
    assert.deepEqual(await left(), ['CACHEDIR.TAG', 'pixels-v5-1x1x1.jsonl', 'pixels-v5-1x1x1.u8']);
  });

  it('keeps what is in a folder that we have not made', async () => {
    await fill();
    await ensureStore(await location());
    await open();
    await removeCheckpoints(await location());
    assert.deepEqual(await left(), [
      'checkpoints',
      path.join('checkpoints', 'mine.txt'),
      'pixels-v1-old.u8',
      'pixels-v5-1x1x1.jsonl',
      'pixels-v5-1x1x1.u8',
    ]);
  });
});
