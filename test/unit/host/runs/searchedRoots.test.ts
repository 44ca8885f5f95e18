import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { SearchedRoots } from '../../../../src/host/runs/searchedRoots';
import { temporaryFolder } from '../../temporaryFolder';

describe('searched folders', () => {
  const folder = temporaryFolder();

  it('are those with a store, each once, and are looked for once until they are to be looked for again', async () => {
    const rootOf = (name: string) => path.join(folder(), name);
    const located: string[] = [];
    const roots = new SearchedRoots({
      candidates: () => [rootOf('a'), rootOf('refused'), rootOf('never'), rootOf('a')],
      locate: (root) => {
        located.push(path.basename(root));
        return root === rootOf('refused')
          ? Promise.reject(new Error('refused'))
          : Promise.resolve({ folder: path.join(root, 'store') });
      },
    });
    await mkdir(path.join(rootOf('a'), 'store'), { recursive: true });
    const both = await Promise.all([roots.list(), roots.list()]);
    assert.deepEqual([...both, await roots.list()], [[rootOf('a')], [rootOf('a')], [rootOf('a')]]);
    assert.deepEqual(located, ['a', 'refused', 'never']);

    await mkdir(path.join(rootOf('never'), 'store'), { recursive: true });
    assert.deepEqual(await roots.list(), [rootOf('a')]);
    roots.forget();
    assert.deepEqual(await roots.list(), [rootOf('a'), rootOf('never')]);
  });
});
