import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { placeDriver } from '../../../src/ray/runJob';
import { temporaryFolder } from '../temporaryFolder';

const PROGRAM_FOLDER = path.resolve(__dirname, '../../../dist');
const MEDIA = path.resolve(__dirname, '../../../media');

describe('the driver in a job folder', () => {
  const folder = temporaryFolder();
  const at = (...names: readonly string[]) => path.join(folder(), ...names);

  it('is that of this version, whatever was there', async () => {
    const own = await readFile(path.join(MEDIA, 'ray', 'driver.py'), 'utf8');
    await placeDriver(folder(), PROGRAM_FOLDER);
    assert.equal(await readFile(at('ray', 'driver.py'), 'utf8'), own);
    await writeFile(at('ray', 'driver.py'), 'of another version');
    await placeDriver(folder(), PROGRAM_FOLDER);
    assert.equal(await readFile(at('ray', 'driver.py'), 'utf8'), own);
    assert.deepEqual(await readdir(at('ray')), ['driver.py']);
  });

  it('is left alone where it is the same, for whoever may only read', async () => {
    await placeDriver(folder(), PROGRAM_FOLDER);
    const before = await stat(at('ray', 'driver.py'), { bigint: true });
    await placeDriver(folder(), PROGRAM_FOLDER);
    assert.equal((await stat(at('ray', 'driver.py'), { bigint: true })).ino, before.ino);
  });

  it('cannot be put everywhere, which is said in a sentence', async () => {
    await mkdir(at('ray', 'driver.py'), { recursive: true });
    await assert.rejects(placeDriver(folder(), PROGRAM_FOLDER), { code: 'store-unwritable' });
    assert.deepEqual(await readdir(at('ray')), ['driver.py']);
  });
});
