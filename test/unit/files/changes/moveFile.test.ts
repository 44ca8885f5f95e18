import assert from 'node:assert/strict';
import fsPromises from 'node:fs/promises';
import path from 'node:path';
import { mock } from 'node:test';
import { moveFile } from '../../../../src/files/changes/moveFile';
import { onSystem } from '../../../fixtures/onSystem';
import { readTree, writeFiles } from '../../../fixtures/reviewedDataset';
import { temporaryFolder } from '../../temporaryFolder';

describe('moveFile', () => {
  const folder = temporaryFolder();
  const at = (name: string) => path.join(folder(), name);
  beforeEach(() => writeFiles(folder(), { 'a.png': 'a', 'taken.png': 'b' }));
  afterEach(() => mock.restoreAll());

  const refuse = (name: 'link' | 'unlink' | 'rename', code: string, times = Infinity) => {
    const original = fsPromises[name] as (...args: readonly string[]) => Promise<void>;
    let refused = 0;
    mock.method(fsPromises, name, (...args: readonly string[]) =>
      refused++ < times ? Promise.reject(Object.assign(new Error(code), { code })) : original(...args),
    );
  };

  // EISDIR is what Node makes of "Incorrect function", the answer of FAT and exFAT on Windows.
  for (const code of ['EPERM', 'ENOTSUP', 'EISDIR'])
    it(`renames where there are no hard links (${code}), but never to a name that is taken`, async () => {
      refuse('link', code);
      await moveFile(at('a.png'), at('b.png'));
      assert.deepEqual(await readTree(folder()), { 'b.png': 'a', 'taken.png': 'b' });
      await assert.rejects(moveFile(at('b.png'), at('taken.png')), { code: 'source-changed' });
      assert.deepEqual(await readTree(folder()), { 'b.png': 'a', 'taken.png': 'b' });
    });

  it('copies to another file system, also one without hard links', async () => {
    const { link } = fsPromises;
    const other = 'b.png';
    mock.method(fsPromises, 'link', (from: string, to: string) => {
      const code = path.basename(from) === 'a.png' ? 'EXDEV' : 'ENOTSUP';
      return to === at(other) ? Promise.reject(Object.assign(new Error(code), { code })) : link(from, to);
    });
    await moveFile(at('a.png'), at(other));
    assert.deepEqual(await readTree(folder()), { 'b.png': 'a', 'taken.png': 'b' });
  });

  it('waits on Windows for a program that has the file open', async () => {
    refuse('unlink', 'EBUSY', 2);
    await onSystem('win32', () => moveFile(at('a.png'), at('b.png')));
    assert.deepEqual(await readTree(folder()), { 'b.png': 'a', 'taken.png': 'b' });
  });
});
