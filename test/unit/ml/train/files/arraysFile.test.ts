import assert from 'node:assert/strict';
import { stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { readArraysFile, writeArraysFile } from '../../../../../src/ml/train/files/arraysFile';
import { temporaryFolder } from '../../../temporaryFolder';

describe('a file of arrays', () => {
  const folder = temporaryFolder();
  const head = { key: 'ä', small: Int32Array.of(1, 2) };
  const arrays = [
    Float32Array.of(1.5, NaN, -0),
    new Float32Array(0),
    Float32Array.from({ length: 999 }, (_, i) => i),
  ];
  const file = () => path.join(folder(), 'arrays.bin');

  for (const partBytes of [undefined, 1, 7, 4096])
    it(`comes back as it was, read ${partBytes ?? 'a usual number of'} bytes at once`, async () => {
      await writeArraysFile(file(), { head, arrays });
      assert.deepEqual(await readArraysFile(file(), partBytes), { head, arrays });
    });

  it('holds the part of a buffer that an array is', async () => {
    const part = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    await writeArraysFile(file(), { head: null, arrays: [part] });
    assert.deepEqual(await readArraysFile(file()), { head: null, arrays: [Float32Array.of(2, 3)] });
  });

  it('is refused when it was cut off', async () => {
    await writeArraysFile(file(), { head, arrays });
    for (const size of [(await stat(file())).size - 1, 20, 5]) {
      await truncate(file(), size);
      await assert.rejects(readArraysFile(file()), RangeError);
    }
  });
});
