import assert from 'node:assert/strict';
import { stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DamagedArrays, readArraysFile, writeArraysFile } from '../../../../../src/ml/train/files/arraysFile';
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
    for (const size of [(await stat(file())).size - 1, 20, 5, 0]) {
      await truncate(file(), size);
      await assert.rejects(readArraysFile(file()), DamagedArrays);
    }
  });

  it('is refused when it holds something else, which may claim to be of any length', async () => {
    for (const bytes of [new Uint8Array(100), new Uint8Array(100).fill(255)]) {
      await writeFile(file(), bytes);
      await assert.rejects(readArraysFile(file()), DamagedArrays);
    }
    const other = [Buffer.alloc(8), Buffer.from('something')];
    other[0]!.writeBigUInt64LE(9n);
    await writeFile(file(), Buffer.concat(other));
    await assert.rejects(readArraysFile(file()), DamagedArrays);
  });

  it('is missing with the error of the system', async () => {
    await assert.rejects(readArraysFile(file()), { code: 'ENOENT' });
  });
});
