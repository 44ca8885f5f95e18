import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AppError } from '../../src/core/appError';
import type { Progress } from '../../src/core/run/progress';
import { startTrainer, type Trainer } from '../../src/worker/client/client';
import type { AnalyzeRequest } from '../../src/core/run/analyzeRequest';
import { bundleFixture } from '../fixtures/bundleFixture';
import { itWith } from '../fixtures/itWith';

const analyzeParams = (root: string): AnalyzeRequest => ({
  root,
  fallbackStore: '/fallback',
  options: { preset: 'balanced', encoder: 'auto', seed: 0, backend: 'auto' },
  filterBy: 'both',
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // No such process.
  }
};

/** Waits for a process that is not our child to end, by looking; the deadline is the test's own. */
async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
}

describe('trainer client', () => {
  let folder: string;
  let trainerFile: string;
  let trainers: Trainer[] = [];
  let progress: Progress[] = [];
  let lines: string[] = [];

  const start = async (file = trainerFile): Promise<Trainer> => {
    const trainer = await startTrainer({
      trainerFile: file,
      log: (line) => lines.push(line),
      onProgress: (step) => progress.push(step),
    });
    trainers.push(trainer);
    return trainer;
  };
  const neverAborted = () => new AbortController().signal;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-worker-'));
    trainerFile = await bundleFixture(path.join(__dirname, 'fixtures', 'scriptedTrainer.ts'), folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(async () => {
    await Promise.all(trainers.map((trainer) => trainer.dispose()));
    trainers = [];
    progress = [];
    lines = [];
  });

  it('shakes hands, answers requests, reports progress and log lines', async () => {
    const trainer = await start();
    assert.ok(isAlive(trainer.pid));
    assert.deepEqual(await trainer.inspect({ root: 'cats' }), {
      classFolders: [{ name: 'cats', images: 1 }],
      labelFiles: [],
    });
    assert.deepEqual(await trainer.analyze(analyzeParams('fine'), neverAborted()), {
      status: 'done',
      runId: 'run-1',
      storeFolder: '/store',
    });
    assert.deepEqual(progress, [{ phase: 'discover', images: 3 }]);
    assert.deepEqual(lines, ['analyzing fine']);
  });

  it('passes on a forecast, and its failure', async () => {
    const trainer = await start();
    const { fallbackStore, options } = analyzeParams('');
    const ask = (root: string) =>
      trainer.forecast({ root, fallbackStore, options, searched: [] }, neverAborted());
    const { images, presets } = await ask('cats');
    assert.deepEqual([images, presets], [3, [{ preset: 'balanced', seconds: 60, network: true }]]);
    await assert.rejects(ask('no-images'), { code: 'no-images' });
  });

  it('passes on a search for similar images, its failure and its end', async () => {
    const trainer = await start();
    const search = (root: string) => ({ root, fallbackStore: '/store', images: ['a.png'], count: 3 });
    assert.deepEqual(await trainer.similar(search('fine'), neverAborted()), {
      runId: 'run-1',
      encoder: 'eyes',
      asked: [{ image: 0, path: 'a.png', givenLabel: 'cat', similarity: 1 }],
      found: [],
      images: 2,
      without: 0,
    });
    assert.deepEqual(progress, [{ phase: 'compare', done: 1, total: 2 }]);
    await assert.rejects(trainer.similar(search('no-embeddings'), neverAborted()), { code: 'no-embeddings' });
    await assert.rejects(trainer.similar({ ...search('fine'), count: 0 }, neverAborted()), {
      code: 'bad-usage',
    });
    const controller = new AbortController();
    const waiting = trainer.similar(search('wait'), controller.signal);
    controller.abort();
    await assert.rejects(waiting);
  });

  it('passes on what is to be changed, and its end', async () => {
    const trainer = await start();
    const ask = (root: string) =>
      ({ action: 'undo', root, fallbackStore: '/store', file: '/undo.json' }) as const;
    assert.deepEqual(await trainer.writeBack(ask('fine'), neverAborted()), {
      status: 'changed',
      file: 'undo',
      skipped: [],
    });
    assert.deepEqual(progress, [{ phase: 'write', done: 0, total: 1 }]);
    const controller = new AbortController();
    const waiting = trainer.writeBack(ask('wait'), controller.signal);
    controller.abort();
    await assert.rejects(waiting);
  });

  it('passes on a search for other machines, and the run of it', async () => {
    const trainer = await start();
    const plan = (folder: string) => trainer.plan({ request: analyzeParams('fine'), folder }, neverAborted());
    assert.deepEqual(await plan('/job'), { tasks: 12, isReadyToMerge: false });
    await assert.rejects(plan('used'), { code: 'bad-output' });
    const done = { status: 'done', runId: 'run-1', storeFolder: '/job' };
    assert.deepEqual(await trainer.merge({ folder: '/job' }, neverAborted()), done);
    const controller = new AbortController();
    const waiting = trainer.merge({ folder: 'wait' }, controller.signal);
    controller.abort();
    assert.deepEqual(await waiting, { status: 'cancelled' });
  });

  it('ends the process when disposed', async () => {
    const trainer = await start();
    await trainer.dispose();
    assert.equal(isAlive(trainer.pid), false);
  });

  it('passes an AppError through with its code and sentence', async () => {
    const trainer = await start();
    await assert.rejects(trainer.analyze(analyzeParams('no-images'), neverAborted()), {
      name: 'AppError',
      code: 'no-images',
      message: 'There are no images in the folder.',
    });
  });

  it('passes a bug through as an error that is not an AppError, and keeps working', async () => {
    const trainer = await start();
    await assert.rejects(trainer.inspect({ root: 'throw' }), (error: Error) => {
      assert.notEqual(error.name, 'AppError');
      assert.match(error.message, /a bug in the trainer/);
      return true;
    });
    assert.equal((await trainer.inspect({ root: 'cats' })).classFolders.length, 1);
  });

  it('cancels a run that listens', async () => {
    const trainer = await start();
    const controller = new AbortController();
    const run = trainer.analyze(analyzeParams('wait'), controller.signal);
    controller.abort();
    assert.deepEqual(await run, { status: 'cancelled' });
  });

  for (const root of ['deaf', 'busy'])
    it(`ends a run that is ${root} when it is cancelled, and leaves no process`, async () => {
      const trainer = await start();
      const controller = new AbortController();
      const run = trainer.analyze(analyzeParams(root), controller.signal);
      controller.abort();
      assert.deepEqual(await run, { status: 'cancelled' });
      assert.equal(isAlive(trainer.pid), false);
    });

  it('reports a crash with what the trainer said last, to every waiting caller', async () => {
    const trainer = await start();
    await assert.rejects(trainer.analyze(analyzeParams('crash'), neverAborted()), (error: AppError) => {
      assert.equal(error.code, 'trainer-crashed');
      assert.match(error.message, /about to crash/);
      return true;
    });
    await assert.rejects(trainer.inspect({ root: 'cats' }), 'requests after a crash are refused, not lost');
  });

  it('reports an exit without an answer', async () => {
    const trainer = await start();
    await assert.rejects(trainer.inspect({ root: 'exit' }), {
      code: 'trainer-crashed',
      message: /exit code 7/,
    });
  });

  it('ignores messages it does not know and progress it cannot read', async () => {
    const trainer = await start();
    const outcome = await trainer.analyze(analyzeParams('garbage'), neverAborted());
    assert.equal(outcome.status, 'done');
    assert.deepEqual(progress, [{ phase: 'discover', images: 3 }]);
  });

  it('refuses a result of the wrong shape', async () => {
    const trainer = await start();
    await assert.rejects(trainer.analyze(analyzeParams('bad-result'), neverAborted()));
  });

  it('refuses parameters of the wrong shape', async () => {
    const trainer = await start();
    const params = { ...analyzeParams('fine'), filterBy: JSON.parse('"nonsense"') as 'both' };
    await assert.rejects(trainer.analyze(params, neverAborted()), { code: 'bad-usage' });
  });

  it('reports a trainer that does not start', async () => {
    const broken = path.join(folder, 'broken.js');
    await writeFile(broken, 'throw new Error("native library missing")');
    await assert.rejects(start(broken), { code: 'trainer-crashed', message: /native library missing/ });
  });

  itWith('shell scripts', 'runs on the Node it is told to', async () => {
    const node = path.join(folder, 'node');
    await writeFile(node, `#!/bin/sh\nexec "${process.execPath}" --title=another-node "$@"\n`, {
      mode: 0o755,
    });
    const says = path.join(folder, 'says.js');
    await writeFile(says, 'throw new Error(process.title)');
    const options = { trainerFile: says, log: () => undefined, onProgress: () => undefined };
    await assert.rejects(startTrainer({ ...options, node }), { message: /another-node/ });
  });

  it('gives up on a trainer that never shakes hands', async () => {
    const silent = path.join(folder, 'silent.js');
    await writeFile(silent, 'setInterval(() => {}, 1000)');
    const options = { trainerFile: silent, log: () => undefined, onProgress: () => undefined };
    await assert.rejects(startTrainer({ ...options, handshakeTimeoutMs: 200 }), { code: 'trainer-crashed' });
  });

  it('dies with its parent', async () => {
    const parentFile = await bundleFixture(path.join(__dirname, 'fixtures', 'parent.ts'), folder);
    const parent = spawn(process.execPath, [parentFile, trainerFile], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(chunk.toString().trim());
    assert.ok(isAlive(pid));
    parent.kill('SIGKILL');
    await untilGone(pid);
  });
});
