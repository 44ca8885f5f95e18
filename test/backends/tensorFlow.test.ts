import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeStripes } from '../fixtures/stripes';

const CLI = path.resolve(__dirname, '../../dist/cli.js');
/** Linux lists a process's threads here. */
const threadsOf = (pid: number) => `/proc/${pid}/task`;

describe('label-review scan on native TensorFlow', function () {
  this.timeout(180_000);
  let root: string;

  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'label-review-native-'));
    await writeStripes(root, { perClass: 30, wrongPerClass: 2, seed: 5 });
  });
  after(() => rm(root, { recursive: true, force: true }));

  function start(...options: string[]): { child: ChildProcess; output: () => string } {
    const args = [CLI, 'scan', root, '--json', '--folds', '2', ...options];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { child, output: () => text };
  }

  it('trains every fold, says what it ran on, and ends', async () => {
    const { child, output } = start('--epochs', '3', '--backend', 'tensorflow');
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 0, output());
    assert.match(output(), /Training on the tensorflow backend: chosen in the settings/);
    const runs = await readdir(path.join(root, '.label-review', 'runs'));
    const run = await readFile(path.join(root, '.label-review', 'runs', runs[0]!, 'run.json'), 'utf8');
    assert.match(run, /"name": ?"tensorflow"/);
  });

  it('is measured against wasm by auto, once', async () => {
    for (const when of ['measured: ', 'measured earlier: ']) {
      const { child, output } = start('--epochs', '1');
      const [code] = (await once(child, 'close')) as [number | null];
      assert.equal(code, 0, output());
      const reason = /Training on the (\w+) backend: the fastest (.*?)\d+ images\/s against \d+ on (\w+)/;
      const [, name, measured, other] = reason.exec(output()) ?? assert.fail(output());
      assert.deepEqual([name, other].sort(), ['tensorflow', 'wasm']);
      assert.equal(measured, when);
    }
  });

  it('uses as many threads as it is told', async () => {
    const [two, five] = [await threadsWith('2'), await threadsWith('5')];
    assert.equal(five - two, 3);
  });

  /** Threads of the process while it trains. */
  async function threadsWith(workers: string): Promise<number> {
    const { child, output } = start('--epochs', '1000', '--backend', 'tensorflow', '--workers', workers);
    const closed = once(child, 'close');
    while (!output().includes('Training the network: '))
      await Promise.race([once(child.stderr!, 'data'), failIf(closed, output)]);
    const threads = await readdir(threadsOf(child.pid!));
    child.kill('SIGINT');
    assert.equal((await closed)[0], 130, output());
    return threads.length;
  }

  async function failIf(closed: Promise<unknown[]>, output: () => string): Promise<never> {
    await closed;
    throw new Error(`The process ended early: ${output()}`);
  }
});
