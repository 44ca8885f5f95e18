import assert from 'node:assert/strict';
import fsPromises, { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mock } from 'node:test';
import { writeFileAtomic } from '../../../src/files/atomicWrite';
import { onSystem } from '../../fixtures/onSystem';
import { temporaryFolder } from '../temporaryFolder';

describe('writeFileAtomic', () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), 'run.json');
  afterEach(() => mock.restoreAll());

  const refuseRenames = (times: number) => {
    const { rename } = fsPromises;
    let refused = 0;
    mock.method(fsPromises, 'rename', (from: string, to: string) =>
      refused++ < times
        ? Promise.reject(Object.assign(new Error('EPERM, rename'), { code: 'EPERM' }))
        : rename(from, to),
    );
  };

  it('replaces a file on Windows as soon as whoever reads it lets go', async () => {
    await writeFile(file(), 'old');
    refuseRenames(2);
    await onSystem('win32', () => writeFileAtomic(file(), ['new']));
    assert.equal(await readFile(file(), 'utf8'), 'new');
    assert.deepEqual(await readdir(folder()), ['run.json']);
  });

  it('leaves the old content and nothing else where it cannot be replaced', async () => {
    await writeFile(file(), 'old');
    refuseRenames(Infinity);
    await assert.rejects(writeFileAtomic(file(), ['new']), { code: 'store-unwritable', message: /EPERM/ });
    assert.equal(await readFile(file(), 'utf8'), 'old');
    assert.deepEqual(await readdir(folder()), ['run.json']);
  });
});
