import assert from 'node:assert/strict';
import { constants, closeSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { openNoFollow, openNoFollowSync } from '../../../src/files/noFollow';
import { temporaryFolder } from '../temporaryFolder';

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;

describe('openNoFollow', () => {
  const folder = temporaryFolder();
  const at = (name: string) => path.join(folder(), name);

  it('opens a file, and makes one that is not there', async () => {
    for (const noFollow of [undefined, 0]) {
      const handle = await openNoFollow(at('a'), APPEND, noFollow);
      await handle.writeFile('x');
      await handle.close();
    }
    closeSync(openNoFollowSync(at('b'), APPEND));
    assert.deepEqual([await readFile(at('a'), 'utf8'), await readFile(at('b'), 'utf8')], ['xx', '']);
  });

  it('refuses a link to what is there or not, also where the system has no flag for it', async () => {
    await mkdir(at('precious'));
    await symlink(at('precious'), at('link'), 'junction');
    await symlink(at('absent'), at('dangling'), 'junction');
    for (const name of ['link', 'dangling']) {
      const refusal = { code: 'ELOOP', message: new RegExp(name, 'u') };
      await assert.rejects(openNoFollow(at(name), APPEND), refusal);
      await assert.rejects(openNoFollow(at(name), APPEND, 0), refusal);
      assert.throws(() => openNoFollowSync(at(name), APPEND), refusal);
    }
    await assert.rejects(readFile(at('absent')), { code: 'ENOENT' });
  });
});
