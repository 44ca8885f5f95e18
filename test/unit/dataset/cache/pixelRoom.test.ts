import assert from 'node:assert/strict';
import { stat, statfs, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pixelRoom } from '../../../../src/dataset/cache/pixelRoom';
import { temporaryFolder } from '../../temporaryFolder';

describe('pixelRoom', () => {
  const folder = temporaryFolder();

  for (const name of ['pixels-v5-64x64x3.u8', 'embeddings-v3-lite0.u8'])
    it(`is what is free and what ${name} takes already`, async () => {
      const cache = path.join(folder(), 'cache');
      const free = (await pixelRoom(cache))!;
      const { bavail, bsize } = await statfs(folder());
      // Others write to the disk meanwhile.
      assert.ok(Math.abs(free / (bavail * bsize) - 1) < 0.2);
      const file = path.join(cache, name);
      await writeFile(file, '');
      // A hole, which takes no room but counts by its length.
      await truncate(file, 2 ** 40);
      const { size } = await stat(file);
      assert.ok((await pixelRoom(cache))! >= size);
    });

  it('is unknown where nothing can be written', async () => {
    await writeFile(path.join(folder(), 'cache'), 'a file');
    assert.equal(await pixelRoom(path.join(folder(), 'cache')), undefined);
  });
});
