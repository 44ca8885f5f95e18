import assert from 'node:assert/strict';
import { access, mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { STORE_FOLDER } from '../../../src/core/names';
import { makeFolder } from '../../../src/files/makeFolder';
import { temporaryFolder } from '../temporaryFolder';

describe('makeFolder', () => {
  const folder = temporaryFolder();
  const at = (...names: string[]) => path.join(folder(), ...names);

  it('makes what is missing above it, once and again', async () => {
    for (const wanted of [at('a', 'b'), at(STORE_FOLDER, 'runs', '1')]) {
      await makeFolder(wanted);
      await makeFolder(wanted);
      assert.ok((await stat(wanted)).isDirectory());
    }
  });

  it('makes a store in a dataset only that is there', async () => {
    await assert.rejects(makeFolder(at('data', STORE_FOLDER, 'runs')), { code: 'ENOENT' });
    await assert.rejects(access(at('data')));
    await mkdir(at('data'));
    await makeFolder(at('data', STORE_FOLDER, 'runs'));
  });

  it('takes no file for a folder', async () => {
    await writeFile(at(STORE_FOLDER), '');
    await assert.rejects(makeFolder(at(STORE_FOLDER)), { code: 'EEXIST' });
    await assert.rejects(makeFolder(at(STORE_FOLDER, 'runs')), { code: 'EEXIST' });
  });
});
