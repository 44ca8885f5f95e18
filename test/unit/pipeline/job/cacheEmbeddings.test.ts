import assert from 'node:assert/strict';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runSteps } from '../../../../src/core/steps';
import { cacheLine, readCacheIndex } from '../../../../src/dataset/cache/cacheIndex';
import { indexBeside } from '../../../../src/dataset/cache/cacheNames';
import type { OutputForm } from '../../../../src/dataset/decode/decodeOutput';
import { createEmbeddingsKeeper } from '../../../../src/pipeline/job/cacheEmbeddings';
import { temporaryFolder } from '../../temporaryFolder';

const NAME = 'embeddings-v3-test';
const WIDTH = 1728;
const FACTS = [5, 6, 7, 8, 9, 10, 1, 2, 3, 4] as const;

describe('embeddings of shards', () => {
  const folder = temporaryFolder();

  /** A shard whose rows are at these places of its file, each filled with its number. */
  async function writeShard(shard: number, places: readonly number[]): Promise<string> {
    const file = path.join(folder(), `${shard}`, `${NAME}.u8`);
    await mkdir(path.dirname(file));
    const handle = await open(file, 'w');
    const lines: string[] = [];
    for (const [i, place] of places.entries()) {
      const row = new Uint8Array(WIDTH).fill(10 * shard + i);
      await handle.write(row, 0, WIDTH, place * WIDTH);
      lines.push(cacheLine({ name: `${shard}/${i}.png`, row: [place, ...FACTS] }));
    }
    await handle.close();
    await writeFile(indexBeside(file), lines.join(''));
    return file;
  }

  const keep = async (shards: readonly { places: readonly number[]; file: string }[]) => {
    const cacheFolder = path.join(folder(), 'cache');
    const places = shards.flatMap((shard) => shard.places);
    let first = 0;
    const plan = {
      images: places.length,
      shards: shards.map((shard) => {
        const range = { first, count: shard.places.length, bytes: 1, key: '' };
        first += shard.places.length;
        return range;
      }),
    };
    const rows = {
      places: [Int32Array.from(places)],
      files: [shards.map(({ file }) => file)],
    };
    const logged: string[] = [];
    const keeper = createEmbeddingsKeeper({ plan }, (line) => logged.push(line));
    const encoder = {
      kind: 'built-in',
      name: 'lite0',
      size: 160,
      encoderFolder: '',
      wasmFolder: '',
    } as const;
    const form: OutputForm = {
      ...{ output: { kind: 'embedding', encoder }, name: NAME, bytesPerRow: WIDTH, key: '' },
      shape: { height: 1, width: WIDTH, channels: 1 },
    };
    const { signal } = new AbortController();
    await runSteps(keeper(rows, { at: 0, form }, { cacheFolder, signal }));
    const file = path.join(cacheFolder, `${NAME}.u8`);
    const entries = [];
    for await (const entry of readCacheIndex(indexBeside(file))) entries.push(entry);
    return { content: await readFile(file), entries, logged };
  };

  it('come one after the other into the cache, without the images that could not be read', async () => {
    const shards = [
      { places: [2, -1, 0], file: await writeShard(1, [2, 7, 0]) },
      { places: [1], file: await writeShard(2, [1]) },
    ];
    const { content, entries, logged } = await keep(shards);
    assert.deepEqual(logged, []);
    assert.deepEqual(
      [0, 1, 2].map((row) => [...new Set(content.subarray(row * WIDTH, (row + 1) * WIDTH))]),
      [[10], [12], [20]],
    );
    assert.deepEqual(entries, [
      { name: '1/0.png', row: [0, ...FACTS] },
      { name: '1/2.png', row: [1, ...FACTS] },
      { name: '2/0.png', row: [2, ...FACTS] },
    ]);
  });

  it('are read from a shard of more than 2 GiB', async () => {
    const far = Math.ceil(2 ** 31 / WIDTH) + 1;
    // A file with a hole: takes no room on most disks.
    const file = await writeShard(1, [far, 0]);
    const { content, entries } = await keep([{ places: [far, 0], file }]);
    assert.deepEqual([content[0], content[WIDTH]], [10, 11]);
    assert.equal(entries.length, 2);
  });
});
