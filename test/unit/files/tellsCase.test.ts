import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { mock } from 'node:test';
import { tellsCase } from '../../../src/files/tellsCase';
import { mockCaselessDisk } from '../../fixtures/caselessDisk';
import { temporaryFolder } from '../temporaryFolder';

describe('tellsCase', () => {
  const folder = temporaryFolder();
  afterEach(() => mock.restoreAll());

  it('asks the file system', async () => {
    const pets = path.join(folder(), 'Pets-2');
    await mkdir(pets);
    mockCaselessDisk();
    assert.equal(await tellsCase(pets), false);
    mock.restoreAll();
    await mkdir(path.join(folder(), 'pETS-2')).catch(() => undefined); // there already, where case is not told
    assert.equal(await tellsCase(pets), process.platform === 'linux');
  });

  it('goes by the system where a name has no letters', async () => {
    const year = path.join(folder(), '2026');
    await mkdir(year);
    assert.deepEqual(
      await Promise.all((['linux', 'darwin', 'win32'] as const).map((os) => tellsCase(year, os))),
      [true, false, false],
    );
  });
});
