import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { writeStripes } from '../fixtures/stripes';
import { temporaryFolder } from '../unit/temporaryFolder';

const CLI = path.resolve(__dirname, '../../dist/cli.js');

describe('a folder for caches', () => {
  const folder = temporaryFolder();

  it('takes all that can be made again, and only that', async () => {
    const [root, caches] = ['data', 'caches'].map((name) => path.join(folder(), name)) as [string, string];
    await writeStripes(root, { perClass: 8, wrongPerClass: 0, seed: 4 });
    const quick = [
      '--preset',
      'fast',
      '--epochs',
      '1',
      '--folds',
      '2',
      '--workers',
      '1',
      '--backend',
      'wasm',
    ];
    for (const again of [[], ['--retrain']]) {
      const flags = again.length === 0 ? quick : again;
      const args = ['scan', root, ...flags, '--cache-folder', caches, '--json'];
      const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    }
    assert.ok(!(await readdir(path.join(root, '.label-review'))).includes('cache'));
    const [own, ...others] = await readdir(caches);
    assert.deepEqual(others, []);
    const names = await readdir(path.join(caches, own!));
    assert.ok(names.includes('CACHEDIR.TAG') && names.some((name) => name.endsWith('.u8')), names.join());
    assert.ok(!names.includes('checkpoints'), names.join());
  });
});
