/** The whole job where any use of the network is an error; `npm run test:offline` runs it where there is no network at all. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeStripes } from '../fixtures/stripes';
import { bundleFixture } from '../fixtures/bundleFixture';
import { rowsOf, startCli } from './fixtures/runCli';

const TRAINER = path.resolve(__dirname, '../../dist/trainer.js');
const PRELOAD = path.join(__dirname, 'fixtures', 'noNetwork.cjs');

describe('without a network', function () {
  this.timeout(120_000);
  let folder: string;
  let root: string;
  let log: string;
  let environment: NodeJS.ProcessEnv;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-offline-'));
    [root, log] = [path.join(folder, 'stripes'), path.join(folder, 'network.log')];
    environment = { NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`, NETWORK_LOG: log };
    await writeStripes(root, { perClass: 30, wrongPerClass: 3, seed: 5 });
  });
  beforeEach(() => writeFile(log, ''));
  after(() => rm(folder, { recursive: true, force: true }));

  /** What processes and threads have noted, by whether they were there or did what they must not. */
  const noted = async () => {
    const lines = (await readFile(log, 'utf8')).trim().split('\n');
    const isHere = (line: string) => line.endsWith(' is here');
    return {
      here: lines.filter(isHere).map((line) => line.split(' ')[0]!.split('.')),
      used: lines.filter((line) => !isHere(line)),
    };
  };
  const node = async (...args: readonly string[]) => {
    const child = spawn(process.execPath, args, { env: { ...process.env, ...environment } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout, stderr };
  };

  it('notices who tries to use it, in a thread, too', async () => {
    const dial = `require('node:net').connect(9, '127.0.0.1')`;
    const inThread = `new (require('node:worker_threads').Worker)(${JSON.stringify(dial)}, { eval: true })`;
    for (const program of [
      dial,
      inThread,
      `fetch('http://127.0.0.1:9')`,
      `require('dns').lookup('localhost')`,
    ]) {
      await writeFile(log, '');
      assert.notEqual((await node('-e', program)).code, 0, program);
      assert.equal((await noted()).used.length, 1, program);
    }
  });

  it('searches in the trainer process, reviews, and finds similar images', async () => {
    const program = await bundleFixture(path.join(__dirname, 'fixtures', 'reviewOffline.ts'), folder);
    const { code, stdout, stderr } = await node(program, TRAINER, root);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, '2 excluded\n');
    const { here, used } = await noted();
    assert.deepEqual(used, []);
    assert.equal(new Set(here.map(([pid]) => pid)).size, 2, 'the host and its trainer');
    assert.ok(
      here.some(([, thread]) => thread !== '0'),
      'threads are watched',
    );
  });

  it('searches, exports and answers on the command line', async () => {
    const run = async (...args: readonly string[]) => {
      const finished = await startCli(args, environment).finished;
      assert.equal(finished.code, 0, finished.stderr);
      return finished.stdout;
    };
    await run(
      'scan',
      root,
      '--json',
      '--preset',
      'fast',
      '--encoder',
      'lite0',
      '--epochs',
      '2',
      '--folds',
      '2',
    );
    const similar = rowsOf(await run('similar', root, 'horizontal/104-020.png', '--count', '3'));
    assert.equal(similar.length, 3);
    const out = path.join(folder, 'corrected.csv');
    await run('export', root, '--out', out);
    const rows = rowsOf(await readFile(out, 'utf8'));
    assert.equal(rows.filter(({ action }) => action === 'exclude').length, 2);
    const { here, used } = await noted();
    assert.deepEqual(used, []);
    assert.ok(here.length > 3);
  });
});
