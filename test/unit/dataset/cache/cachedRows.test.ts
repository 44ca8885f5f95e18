import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheLine } from '../../../../src/dataset/cache/cacheIndex';
import { findCachedRows } from '../../../../src/dataset/cache/cachedRows';
import type { ImageFactRow } from '../../../../src/dataset/decode/decodedFacts';
import { openPixels } from '../../../../src/files/pixels/openPixels';
import { temporaryFolder } from '../../temporaryFolder';

const WIDTH = 3;
const rowAt = (place: number): ImageFactRow => [place, 9, 9, 8, 8, 7, 6, 1, 2, 3, 4];

describe('findCachedRows', () => {
  const folder = temporaryFolder();
  const cache = async (
    rows: readonly (readonly number[])[],
    lines: readonly (readonly [string, number])[],
  ) => {
    await writeFile(path.join(folder(), 'this.u8'), Uint8Array.from(rows.flat()));
    const text = lines.map(([image, place]) => cacheLine({ name: image, row: rowAt(place) }));
    await writeFile(path.join(folder(), 'this.jsonl'), `${text.join('')}\n["cut of`);
  };
  const find = (...paths: string[]) =>
    findCachedRows({ folder: folder(), name: 'this', width: WIDTH }, { paths });

  it('tells the row of each image, wherever it lies', async () => {
    await cache(
      [
        [1, 1, 1],
        [2, 2, 2],
        [3, 3, 3],
      ],
      [
        ['b', 0],
        ['a', 2],
        ['gone', 1],
      ],
    );
    const found = await find('a', 'b', 'new');
    assert.deepEqual([...found!.rowOf], [2, 0, -1]);
    const rows = openPixels(found!.rows);
    const row = new Uint8Array(WIDTH);
    rows.read(found!.rowOf[0]!, row);
    rows.close();
    assert.deepEqual([...row], [3, 3, 3]);
  });

  it('takes the last line about an image and about a place, and no place beyond the end', async () => {
    await cache(
      [
        [1, 1, 1],
        [2, 2, 2],
      ],
      [
        ['a', 0],
        ['a', 1],
        ['b', 0],
        ['c', 1],
        ['d', 2],
      ],
    );
    assert.deepEqual([...(await find('a', 'b', 'c', 'd'))!.rowOf], [-1, 0, 1, -1]);
  });

  it('has nothing where there is no cache, or an empty one', async () => {
    assert.equal(await find('a'), undefined);
    await cache([], []);
    assert.equal(await find('a'), undefined);
  });
});
