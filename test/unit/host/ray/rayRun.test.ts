import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../../src/core/appError';
import type { Progress } from '../../../../src/core/run/progress';
import { createRayRuns } from '../../../../src/host/ray/rayRun';
import { CLOSING } from '../../../../src/host/runs/runController';
import type { Trainer } from '../../../../src/worker/client/client';
import { startFakeCluster, type FakeCluster } from '../../ray/fakeCluster';
import { temporaryFolder } from '../../temporaryFolder';
import { createMemory } from './memoryOfRay';

describe('the memory of Ray', () => {
  it('has the answers of a dataset, and of another the cluster and the program only', async () => {
    const memory = createMemory();
    assert.deepEqual(memory.answersFor('/a'), {});
    const answers = { address: 'http://head:8265', folder: '/shared/a', program: '/shared/label-review' };
    await memory.remember('/a', answers);
    assert.deepEqual(memory.answersFor('/a'), answers);
    assert.deepEqual(memory.answersFor('/b'), { address: answers.address, program: answers.program });
  });

  it('has the job that goes on, and nothing that it does not understand', async () => {
    const memory = createMemory();
    const job = { root: '/a', address: 'head', folder: '/shared/a', submissionId: 'id', tasks: 12 };
    await memory.setJob(job);
    assert.deepEqual(memory.job(), job);
    await memory.setJob({ ...job, tasks: 'many' } as never); // as another version may have written it
    assert.equal(memory.job(), undefined);
    await memory.setJob(undefined);
    assert.equal(memory.job(), undefined);
  });
});

const CANCELLED = Promise.resolve({ status: 'cancelled' } as const);
const MERGED = { status: 'done', runId: 'run-1', storeFolder: '/store' } as const;

describe('a run on a cluster from VS Code', () => {
  const given = temporaryFolder();
  const at = (...names: readonly string[]) => path.join(given(), ...names);
  let cluster: FakeCluster;
  let calls: string[];
  let shown: Progress[];
  let memory: ReturnType<typeof createMemory>;
  /** What happens in a merge. */
  let merging: (signal: AbortSignal) => ReturnType<Trainer['merge']>;

  beforeEach(async () => {
    cluster = await startFakeCluster();
    calls = [];
    shown = [];
    merging = () => Promise.resolve(MERGED);
    memory = createMemory();
  });
  afterEach(() => cluster.close());

  /** Plans by writing a plan down, merges by saying so. */
  const trainer: Trainer = {
    pid: 1,
    inspect: () => assert.fail('the labels are chosen'),
    forecast: () => assert.fail('a run has begun'),
    analyze: () => assert.fail('the cluster does that'),
    similar: () => assert.fail('a run looks for no similar images'),
    writeBack: () => assert.fail('a run changes nothing'),
    plan: async ({ request, folder }) => {
      calls.push(`plan ${request.root} ${String(request.labels?.file)}`);
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'plan.json'), '{}');
      return { tasks: 12, isReadyToMerge: false };
    },
    merge: ({ folder }, signal) => {
      calls.push(`merge ${path.basename(folder)}`);
      return merging(signal);
    },
    dispose: () => Promise.resolve(),
  };
  const runs = () =>
    createRayRuns({
      ...{ memory, fallbackStore: '/stores', cacheFolder: () => undefined, environment: {} },
      log: { info: () => undefined, warn: () => undefined },
      programFolder: path.resolve(__dirname, '../../../../dist'),
      startTrainer: () => Promise.resolve(trainer),
    });
  const request = {
    root: '/images',
    chooseLabels: { labels: { file: '/images/labels.csv' } },
    options: { preset: 'fast', encoder: 'auto', seed: 1, backend: 'auto' },
    filterBy: 'both',
  } as const;
  const start = (signal: AbortSignal) =>
    runs().start(
      request,
      { address: cluster.address, folder: at('job'), program: '/shared/cli.js' },
      { signal, show: (progress) => void shown.push(progress) },
    );
  const resume = () =>
    runs().resume(memory.job()!, { signal: new AbortController().signal, show: () => undefined });
  const become = (status: string) => () => {
    for (const job of cluster.jobs.values()) job.status = status;
  };

  it('plans, has the tasks run elsewhere, and merges', async () => {
    cluster.onAsked = become('SUCCEEDED');
    const outcome = await start(new AbortController().signal);
    assert.deepEqual(outcome, MERGED);
    assert.deepEqual(calls, ['plan /images /images/labels.csv', 'merge job']);
    assert.deepEqual(shown, [{ phase: 'tasks', done: 0, total: 0, tasksDone: 0, tasks: 12 }]);
    assert.ok(existsSync(at('job', 'ray', 'driver.py')));
    const [job] = cluster.jobs.values();
    assert.match(job!.entrypoint, /^python .*driver\.py'? .* --program=\/shared\/cli\.js$/u);
    assert.equal(memory.job(), undefined);
  });

  it('has the tasks run again when their results are gone, though the cluster remembers them', async () => {
    cluster.onAsked = become('SUCCEEDED');
    for (let search = 0; search < 2; search++) await start(new AbortController().signal);
    assert.equal(cluster.jobs.size, 2);
  });

  it('refuses a wrong address before it plans', async () => {
    cluster.instead = (_, response) => void response.writeHead(403).end();
    await assert.rejects(start(new AbortController().signal), { code: 'ray-refused' });
    assert.deepEqual(calls, []);
  });

  it('stops the job when it is cancelled', async () => {
    const abort = new AbortController();
    cluster.onAsked = () => {
      if (cluster.jobs.size > 0) abort.abort();
    };
    assert.deepEqual(await start(abort.signal), { status: 'cancelled' });
    assert.equal([...cluster.jobs.values()][0]!.status, 'STOPPED');
    assert.equal(memory.job(), undefined);
  });

  it('leaves the job alone when the window closes, and goes on in the next', async () => {
    const abort = new AbortController();
    cluster.onAsked = () => {
      if (cluster.jobs.size > 0) abort.abort(CLOSING);
    };
    assert.deepEqual(await start(abort.signal), { status: 'cancelled' });
    assert.equal([...cluster.jobs.values()][0]!.status, 'PENDING');
    const job = memory.job();
    assert.equal(job?.root, '/images');
    cluster.onAsked = become('SUCCEEDED');
    const tools = { signal: new AbortController().signal, show: () => undefined };
    assert.equal((await runs().resume(job, tools)).status, 'done');
    assert.deepEqual(calls, ['plan /images /images/labels.csv', 'merge job']);
    assert.equal(memory.job(), undefined);
  });

  it('makes the run in the next window where this one closes meanwhile, without the cluster', async () => {
    cluster.onAsked = become('SUCCEEDED');
    const abort = new AbortController();
    merging = () => {
      abort.abort(CLOSING);
      return Promise.resolve({ status: 'cancelled' });
    };
    assert.deepEqual(await start(abort.signal), { status: 'cancelled' });
    merging = () => Promise.resolve(MERGED);
    cluster.instead = () => assert.fail('the job is done');
    assert.deepEqual(await resume(), MERGED);
    assert.equal(memory.job(), undefined);
  });

  it('remembers a job whose run cannot be made now, and no job that is cancelled or that a bug ends', async () => {
    const aborts: AbortController[] = [];
    const ends: readonly (readonly [merge: () => Promise<never> | typeof CANCELLED, isKept: boolean])[] = [
      [() => Promise.reject(new AppError('run-in-progress', 'Another run goes on.')), true],
      [() => Promise.reject(new TypeError('a bug')), false],
      [() => (aborts.at(-1)!.abort(), CANCELLED), false],
    ];
    cluster.onAsked = become('SUCCEEDED');
    for (const [merge, isKept] of ends) {
      aborts.push(new AbortController());
      merging = merge;
      await start(aborts.at(-1)!.signal).catch(() => undefined); // as a merge ends
      assert.equal(memory.job() !== undefined, isKept);
    }
  });

  it('forgets a job that has failed, and no job because the cluster is out of reach', async () => {
    const job = {
      root: '/images',
      address: cluster.address,
      folder: at('job'),
      submissionId: 'id',
      tasks: 12,
    };
    const tools = { signal: new AbortController().signal, show: () => undefined };
    await memory.setJob(job);
    cluster.instead = (_, response) => void response.writeHead(401).end();
    await assert.rejects(runs().resume(job, tools), { code: 'ray-refused' });
    assert.deepEqual(memory.job(), job);
    cluster.instead = undefined;
    cluster.jobs.set('id', { status: 'FAILED', logs: 'ImportError: no ray\n', entrypoint: '' });
    await assert.rejects(runs().resume(job, tools), {
      code: 'ray-job-failed',
      message: /ImportError: no ray/u,
    });
    assert.equal(memory.job(), undefined);
  });
});
