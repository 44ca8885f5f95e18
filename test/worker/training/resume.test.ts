import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeStripes } from '../../fixtures/stripes';

const CLI = path.resolve(__dirname, '../../../dist/cli.js');

describe('a run that was killed', function () {
  this.timeout(400_000);
  let root: string;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'label-review-resume-'));
    await writeStripes(root, { perClass: 60, wrongPerClass: 4, seed: 5 });
  });
  after(() => rm(root, { recursive: true, force: true }));

  const start = (...flags: string[]) => {
    const args = [CLI, 'scan', root, '--epochs', '60', '--folds', '2', ...flags];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const finished = once(child, 'close').then(() => ({ stdout, stderr }));
    return { child, finished };
  };
  const checkpoints = () => path.join(root, '.label-review', 'cache', 'checkpoints');

  /** Polls for the file, as another process writes it and says nothing about it. */
  const killAtCheckpoint = async (child: ChildProcess) => {
    while (child.exitCode === null) {
      const isThere = await access(path.join(checkpoints(), 'fold-0.bin')).then(
        () => true,
        () => false,
      );
      if (isThere) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(child.exitCode, null, 'killed before its end');
    child.kill('SIGKILL');
  };

  for (const [workers, how] of [
    ['2', 'with a thread for each model'],
    ['4', 'with two threads for each model'],
  ] as const)
    it(`goes on at its last epoch, to the same table, ${how}`, async () => {
      const killed = start('--workers', workers);
      await killAtCheckpoint(killed.child);
      await killed.finished;
      const resumed = await start('--workers', workers).finished;
      assert.match(resumed.stderr, /Going on with model 1 of 2 after epoch \d+ of 60/);
      await assert.rejects(readdir(checkpoints()), { code: 'ENOENT' });

      const whole = await start('--workers', workers).finished;
      assert.equal(whole.stderr.includes('2 threads for each model'), workers === '4');
      assert.doesNotMatch(whole.stderr, /Going on/);
      assert.equal(resumed.stdout, whole.stdout);
    });

  it('starts from the beginning when something is different', async () => {
    const killed = start('--workers', '2');
    await killAtCheckpoint(killed.child);
    await killed.finished;
    const other = await start('--seed', '7', '--epochs', '2').finished;
    assert.doesNotMatch(other.stderr, /Going on/);
    assert.notEqual(other.stdout, '');
  });
});
