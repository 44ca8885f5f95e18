import assert from 'node:assert/strict';
import type { Message } from '../../../src/core/words/message';
import { wordMessage } from '../../../src/core/words/message';
import { createJobsClient, type JobsClient } from '../../../src/ray/jobsClient';
import type { TasksProgress } from '../../../src/ray/jobTale';
import { followJob } from '../../../src/ray/followJob';
import { watchJob } from '../../../src/ray/runJob';
import { driverCommand, submissionIdOf, submitPlan } from '../../../src/ray/submitPlan';
import { startFakeCluster, type FakeCluster } from './fakeCluster';

const DRIVER = { folder: '/shared/job', python: 'python' };
const JOB = { folder: '/shared/job', root: '/shared/images', version: '0.1.0' };

const task = (done: number) =>
  JSON.stringify({
    ...{ type: 'task', task: `shard-000${done}`, node: 'n', seconds: 2, tasksDone: done, tasks: 4 },
    ...{ done: 10 * done, total: 40, secondsGone: 5 * done },
  });

const running = (done: number) =>
  JSON.stringify({ type: 'running', tasksDone: 1, tasks: 4, done, total: 40, secondsGone: done });

describe('a plan on a cluster', () => {
  let cluster: FakeCluster;
  let client: JobsClient;

  beforeEach(async () => {
    cluster = await startFakeCluster();
    client = createJobsClient({ address: new URL(cluster.address), headers: {}, timeoutMs: 5000 });
  });
  afterEach(() => cluster.close());

  it('is started by a command line that a shell takes apart as it was meant', () => {
    assert.equal(driverCommand(DRIVER), 'python /shared/job/ray/driver.py /shared/job');
    const all = { program: "node '/a b/cli.js'", install: '/shared/label-review-0.1.0.tgz', waitSeconds: 5 };
    assert.equal(
      driverCommand({ folder: "/it's here", python: '/opt/ray/bin/python', ...all }),
      String.raw`/opt/ray/bin/python '/it'\''s here/ray/driver.py' '/it'\''s here' ` +
        String.raw`--program='node '\''/a b/cli.js'\''' --install=/shared/label-review-0.1.0.tgz --wait=5`,
    );
  });

  it('has a job of its own, by its content and its folder', () => {
    const id = submissionIdOf({ plan: '{}', folder: '/a' });
    assert.match(id, /^label-review-[0-9a-f]{12}$/u);
    assert.equal(submissionIdOf({ plan: '{}', folder: '/a' }), id);
    assert.notEqual(submissionIdOf({ plan: '{ }', folder: '/a' }), id);
    assert.notEqual(submissionIdOf({ plan: '{}', folder: '/b' }), id);
  });

  it('is started once, and anew when it has failed or was stopped', async () => {
    const submit = () => submitPlan(client, { id: 'id', hasResults: true }, DRIVER);
    assert.deepEqual(await submit(), { submissionId: 'id', isNew: true });
    assert.equal(cluster.jobs.get('id')?.entrypoint, driverCommand(DRIVER));
    for (const status of ['PENDING', 'RUNNING', 'SUCCEEDED']) {
      cluster.jobs.get('id')!.status = status;
      assert.deepEqual(await submit(), { submissionId: 'id', isNew: false });
    }
    cluster.jobs.get('id')!.status = 'FAILED';
    assert.deepEqual(await submit(), { submissionId: 'id-2', isNew: true });
    assert.deepEqual(await submit(), { submissionId: 'id-2', isNew: false });
    cluster.jobs.get('id-2')!.status = 'STOPPED';
    assert.deepEqual(await submit(), { submissionId: 'id-3', isNew: true });
  });

  it('is watched where another has started it at the same moment', async () => {
    cluster.onAsked = (id) => {
      cluster.onAsked = () => undefined;
      setImmediate(() => cluster.jobs.set(id, { status: 'RUNNING', logs: '', entrypoint: '' }));
    };
    const found = await submitPlan(client, { id: 'id', hasResults: false }, DRIVER);
    assert.deepEqual(found, { submissionId: 'id', isNew: false });
  });

  it('is started anew when its job has ended well, and what that has made is gone', async () => {
    const submit = (hasResults: boolean) => submitPlan(client, { id: 'id', hasResults }, DRIVER);
    await submit(false);
    cluster.jobs.get('id')!.status = 'SUCCEEDED';
    assert.deepEqual(await submit(true), { submissionId: 'id', isNew: false });
    assert.deepEqual(await submit(false), { submissionId: 'id-2', isNew: true });
    cluster.jobs.get('id-2')!.status = 'RUNNING';
    assert.deepEqual(await submit(false), { submissionId: 'id-2', isNew: false });
  });

  /** Follows job `a`, whose states are `steps`, one each time that it is asked about. */
  async function watch(steps: readonly (() => void)[], signal = new AbortController().signal) {
    cluster.jobs.set('a', { status: 'PENDING', logs: '', entrypoint: '' });
    let asked = 0;
    cluster.onAsked = () => steps[asked++]?.();
    const shown: TasksProgress[] = [];
    const said: string[] = [];
    const onSay = (kind: string, sentence: Message) => void said.push(`${kind}: ${wordMessage(sentence)}`);
    const pause = () => Promise.resolve();
    const follow = {
      signal,
      pause,
      onProgress: (progress: TasksProgress) => void shown.push(progress),
      onSay,
    };
    const outcome = await watchJob(client, { submissionId: 'a', ...JOB }, follow).catch(
      (error: unknown) => error,
    );
    return { outcome, shown, said };
  }
  const log = (...lines: readonly string[]) =>
    (cluster.jobs.get('a')!.logs += lines.map((line) => `${line}\n`).join(''));
  const become = (status: string) => (cluster.jobs.get('a')!.status = status);

  it('is shown as it goes on, among whatever else the log holds', async () => {
    const { outcome, shown, said } = await watch([
      () => undefined,
      () => {
        become('RUNNING');
        log(
          '2026-01-01 INFO worker.py -- Connected',
          '{"type": "nodes", "nodes": 2, "cpus": 16}',
          '{"a": 1}',
          '{',
          task(1),
          running(15),
        );
        cluster.jobs.get('a')!.logs += task(2).slice(0, 20);
      },
      () => {
        log(task(2).slice(20), task(3));
        become('RUNNING');
      },
      () => {
        log(task(4), '{"type": "end", "ok": true}');
        become('SUCCEEDED');
      },
    ]);
    assert.equal(outcome, 'done');
    assert.deepEqual(said, ['info: Running on 2 nodes with 16 CPUs.']);
    assert.deepEqual(
      shown.map(({ tasksDone, done, secondsLeft }) => [tasksDone, done, secondsLeft]),
      [
        [1, 15, 25],
        [3, 30, 5],
        [4, 40, 0],
      ],
    );
  });

  it('fails with the task and the last line of its log', async () => {
    const failed = {
      type: 'failed',
      task: 'head-1',
      node: 'n2',
      code: 1,
      line: 'label-review: No.',
      log: '/l/head-1.log',
    };
    const { outcome } = await watch([
      () => (log(JSON.stringify(failed), 'Traceback'), void become('FAILED')),
    ]);
    assert.ok(outcome instanceof Error);
    assert.match(
      outcome.message,
      /^The task head-1 failed on n2, each time it was tried: label-review: No\. \(log: /u,
    );
  });

  it('names every node that cannot run it, and why', async () => {
    const unfit = (node: string, problem: string, detail = '') =>
      JSON.stringify({ type: 'unfit', node, problem, detail });
    const { outcome, said } = await watch([
      () => {
        log(
          unfit('n1', 'no-program', 'label-review: No such file or directory'),
          unfit('n2', 'other-folder'),
        );
        log(unfit('n3', 'no-folder', 'Permission denied'), unfit('n4', 'no-dataset'));
        log(unfit('n5', 'unwritable-folder', 'Permission denied'));
        become('FAILED');
      },
    ]);
    assert.equal(said.length, 5);
    assert.equal(
      said[0],
      'warning: The node n1 has no Label Review 0.1.0 (label-review: No such file or directory).',
    );
    assert.match(said[3]!, /n4 does not see the dataset \/shared\/images/u);
    assert.match(said[4]!, /n5 cannot write into the job folder \/shared\/job \(Permission denied\)/u);
    assert.match(String(outcome), /cannot run the plan before that is mended/u);
  });

  it('says what a cluster lacks', async () => {
    const room = { cpus: 1, memoryMb: 900 };
    const { outcome, said } = await watch([
      () => {
        log(JSON.stringify({ type: 'waiting', ...room, seconds: 60 }));
        log(JSON.stringify({ type: 'too-small', task: 'merge', ...room }));
        become('FAILED');
      },
    ]);
    assert.match(said[0]!, /^note: No node of the cluster has 1 CPU and 900 MB of memory yet/u);
    assert.match(String(outcome), /No node of the cluster is big enough for the task merge/u);
  });

  it('fails with the last that was said where the driver died', async () => {
    const { outcome } = await watch([
      () => (log(task(1), "ModuleNotFoundError: No module named 'ray'"), void become('FAILED')),
    ]);
    assert.match(
      String(outcome),
      /The job a has failed on the cluster: ModuleNotFoundError: No module named 'ray'/u,
    );
  });

  it('is stopped and followed until it has, when it is cancelled', async () => {
    const abort = new AbortController();
    const steps = [
      () => {
        become('RUNNING');
        abort.abort();
      },
    ];
    const { outcome } = await watch(steps, abort.signal);
    assert.equal(outcome, 'stopped');
  });

  it('has failed where somebody else has stopped it', async () => {
    const { outcome } = await watch([
      () => {
        become('STOPPED');
      },
    ]);
    assert.match(String(outcome), /The job a was stopped on the cluster; run the command again/u);
  });

  it('is gone when the cluster has forgotten it', async () => {
    const { outcome } = await watch([() => void cluster.jobs.delete('a')]);
    assert.match(String(outcome), /no longer knows the job a/u);
  });

  it('is not gone because a proxy finds nothing while the cluster starts again', async () => {
    cluster.jobs.set('a', { status: 'RUNNING', logs: '', entrypoint: '' });
    const pauses: number[] = [];
    const pause = (ms: number) => {
      pauses.push(ms);
      if (pauses.length === 1)
        cluster.instead = (_, response) => void response.writeHead(404).end('<html>Not Found</html>');
      if (pauses.length === 3) cluster.instead = undefined;
      if (pauses.length === 4) become('SUCCEEDED');
      return Promise.resolve();
    };
    const follow = followJob(client, 'a', { pause, signal: new AbortController().signal });
    let step = await follow.next();
    while (step.done !== true) step = await follow.next();
    assert.deepEqual([step.value.job.status, pauses], ['SUCCEEDED', [750, 10_000, 10_000, 1125]]);
  });

  it('is stopped once it is there again, and needs no stop when it is gone', async () => {
    cluster.jobs.set('a', { status: 'RUNNING', logs: '', entrypoint: '' });
    const notFound: FakeCluster['instead'] = (_, response) => void response.writeHead(404).end('Not Found');
    cluster.instead = notFound;
    let pauses = 0;
    const pause = () => {
      if (++pauses === 2) cluster.instead = undefined;
      return Promise.resolve();
    };
    const follow = () => followJob(client, 'a', { pause, signal: AbortSignal.abort() });
    const stopping = follow();
    await stopping.next();
    const { value } = await stopping.next();
    assert.deepEqual([value, pauses], [{ job: { status: 'STOPPED', message: null }, lastLine: '' }, 2]);
    cluster.jobs.delete('a');
    await assert.rejects(follow().next(), { code: 'ray-job-failed', message: /no longer knows the job a/u });
    assert.equal(pauses, 2);
  });

  it('outlives a cluster that does not answer for a while, and asks less often without news', async () => {
    cluster.jobs.set('a', { status: 'RUNNING', logs: '', entrypoint: '' });
    const pauses: number[] = [];
    let asked = 0;
    const pause = (ms: number) => {
      pauses.push(ms);
      asked++;
      if (asked === 2) cluster.instead = (_, response) => void response.writeHead(502).end('Bad Gateway');
      if (asked === 4) cluster.instead = undefined;
      if (asked === 5) become('SUCCEEDED');
      return Promise.resolve();
    };
    const follow = followJob(client, 'a', { pause, signal: new AbortController().signal });
    let step = await follow.next();
    while (step.done !== true) step = await follow.next();
    assert.equal(step.value.job.status, 'SUCCEEDED');
    assert.deepEqual(pauses, [750, 1125, 10_000, 10_000, 1687.5]);
  });

  it('does not go on for ever without an answer', async () => {
    cluster.instead = (_, response) => void response.writeHead(502).end('Bad Gateway');
    let pauses = 0;
    const pause = () => {
      pauses++;
      return Promise.resolve();
    };
    const follow = followJob(client, 'a', { pause, signal: new AbortController().signal });
    await assert.rejects(follow.next(), { code: 'ray-unreachable', message: /HTTP 502: Bad Gateway/u });
    assert.equal(pauses, 30);
  });
});
