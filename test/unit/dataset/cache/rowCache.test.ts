import assert from 'node:assert/strict';
import fsPromises, { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mock } from 'node:test';
import { runSteps } from '../../../../src/core/steps';
import type { CacheEntry } from '../../../../src/dataset/cache/cacheIndex';
import { closeAll, openRowCaches } from '../../../../src/dataset/cache/rowCache';
import { makeCache } from '../../../../src/files/cacheMark';
import { temporaryFolder } from '../../temporaryFolder';

describe('openRowCaches', () => {
  const folder = temporaryFolder();
  beforeEach(() => makeCache(folder()));
  afterEach(() => mock.restoreAll());

  const forms = [
    { name: 'pixels-v5-8x8x3', bytesPerRow: 192 },
    { name: 'embeddings-v3-this', bytesPerRow: 100 },
  ];
  const OWN = forms.flatMap(({ name }) => [`${name}.jsonl`, `${name}.u8`]);
  const OTHERS = ['embeddings-v3-that.u8', 'pixels-v5-9x9x3.u8'];
  const KEPT = ['CACHEDIR.TAG', 'speeds.json'];
  const open = async (count: number) => {
    await closeAll(await openRowCaches({ folder: folder(), forms, count }));
    return (await readdir(folder())).sort();
  };
  const write = async (...names: string[]) => {
    for (const name of names) await writeFile(path.join(folder(), name), '');
  };
  /** The disk has this many free bytes, and one less for each file that is not kept. */
  const leaveRoom = (bytes: number) =>
    mock.method(fsPromises, 'statfs', async () => ({
      blocks: 1e9,
      bsize: 1,
      bavail: bytes - (await readdir(folder())).filter((name) => OTHERS.includes(name)).length,
    }));

  it('removes rows that other versions have kept, and nothing else', async () => {
    await write('pixels-v2-8x8x3.u8', 'embeddings-v0-this.jsonl', 'speeds.json', ...OTHERS);
    assert.deepEqual(await open(1), [...OWN, ...OTHERS, ...KEPT].sort());
  });

  it('gives up other forms only where there is no room for all of these together', async () => {
    await write('speeds.json', ...OTHERS);
    leaveRoom(10 * 292 + 2);
    assert.deepEqual(await open(10), [...OWN, ...OTHERS, ...KEPT].sort());
    mock.restoreAll();
    leaveRoom(10 * 292 + 1);
    assert.deepEqual(await open(10), [...OWN, ...KEPT].sort());
    await assert.rejects(open(11), { name: 'DiskFailure', systemCode: 'ENOSPC' });
  });

  it('counts what the caches have already', async () => {
    await writeFile(path.join(folder(), 'pixels-v5-8x8x3.u8'), Buffer.alloc(192 * 10));
    leaveRoom(1000);
    assert.deepEqual(await open(10), ['CACHEDIR.TAG', ...OWN].sort());
  });

  it('forgets all rows, and takes others at places of their own', async () => {
    const entry = (name: string, place: number): CacheEntry => ({
      name,
      row: [place, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    });
    const [form] = forms;
    const reopen = async () => (await openRowCaches({ folder: folder(), forms: [form!], count: 3 }))[0]!;
    const before = await reopen();
    await before.write(0, new Uint8Array(3 * 192).fill(1));
    before.add(['a.png', 'b.png', 'c.png'].map(entry));
    await before.close();

    const cache = await reopen();
    assert.equal(await cache.capacity(), 3);
    await cache.clear();
    await cache.write(1, new Uint8Array(192).fill(2));
    cache.add([entry('d.png', 1)]);
    await cache.close();
    const after = await reopen();
    const rows: number[] = [];
    await runSteps(
      after.read(9, (_, row) => void rows.push(row[0]!, row[191]!), new AbortController().signal),
    );
    assert.deepEqual(rows, [0, 0, 2, 2]);
    const names: (string | undefined)[] = [];
    for await (const found of after.entries()) names.push(found?.name);
    assert.deepEqual(names, ['d.png']);
    await after.close();
  });
});
