import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheLine, readCacheIndex, type CacheEntry } from '../../../../src/dataset/cache/cacheIndex';
import { temporaryFolder } from '../../temporaryFolder';

describe('the index of the pixel cache', () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), 'index.jsonl');
  const entry = (name: string): CacheEntry => ({
    name,
    row: [3, 100, 1.5e12 + 0.25, 64, 48, 2 ** 32 - 1, 1.6e12, 1, 2, 3, 2 ** 32 - 1],
  });

  async function read(): Promise<(CacheEntry | undefined)[]> {
    const found = [];
    for await (const line of readCacheIndex(file())) found.push(line);
    return found;
  }

  it('gives back what was written, whatever the names', async () => {
    const names = ['a/1.png', 'ü "quoted", with\nnewline.png', '\u2028.png', '\\ \t.png'];
    await writeFile(file(), names.map((name) => cacheLine(entry(name))).join(''));
    assert.deepEqual(await read(), names.map(entry));
  });

  it('loses one line where an append was cut off', async () => {
    await writeFile(
      file(),
      cacheLine(entry('a')) + cacheLine(entry('b')).slice(0, -9) + cacheLine(entry('c')),
    );
    assert.deepEqual(await read(), [entry('a'), undefined, entry('c')]);
  });

  it('is empty where it is missing or unreadable', async () => {
    assert.deepEqual(await read(), []);
    const unreadable = [];
    for await (const line of readCacheIndex(folder())) unreadable.push(line);
    assert.deepEqual(unreadable, []);
  });
});
