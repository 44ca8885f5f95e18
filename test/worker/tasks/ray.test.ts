import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeStripes } from '../../fixtures/stripes';
import { startFakeCluster, type FakeCluster } from '../../unit/ray/fakeCluster';
import { temporaryFolder } from '../../unit/temporaryFolder';
import { planJob, workAll } from '../fixtures/jobs';
import { itWith } from '../../fixtures/itWith';
import { rowsOf, runCli, startCli } from '../fixtures/runCli';

/** The command line with a stand-in for a cluster; `npm run test:ray` has a real one. */
describe('a plan on a cluster, by the command line', () => {
  const given = temporaryFolder();
  const at = (...names: readonly string[]) => path.join(given(), ...names);
  let cluster: FakeCluster;

  beforeEach(async () => {
    cluster = await startFakeCluster();
    await writeStripes(at('images'), { perClass: 20, wrongPerClass: 2, seed: 5 });
  });
  afterEach(() => cluster.close());

  const plan = () =>
    planJob(at('images'), at('job'), '--epochs', '2', '--folds', '2', '--seed', '1', '--encoder', 'none');
  const onlyJob = () => {
    assert.equal(cluster.jobs.size, 1);
    return [...cluster.jobs.values()][0]!;
  };

  it('is started with the driver beside it, shown, and made a run of', async () => {
    const tasks = await plan();
    const started = await runCli('ray', at('job'), '--address', cluster.address, '--detach');
    assert.equal(started.code, 0, started.stderr);
    assert.match(started.stderr, /^Started job label-review-[0-9a-f]{12} on http:\/\/127\.0\.0\.1:\d+\.$/mu);
    const driver = at('job', 'ray', 'driver.py');
    assert.equal(onlyJob().entrypoint, `python ${driver} ${at('job')} --wait=60`);
    assert.equal(
      await readFile(driver, 'utf8'),
      await readFile(path.resolve(__dirname, '../../../media/ray/driver.py'), 'utf8'),
    );

    await workAll(at('job'), tasks);
    const line = {
      ...{ type: 'task', task: 'merge', node: 'n', seconds: 1, tasksDone: tasks.length, tasks: tasks.length },
      ...{ done: 60, total: 60, secondsGone: 9 },
    };
    Object.assign(onlyJob(), { status: 'SUCCEEDED', logs: `${JSON.stringify(line)}\n` });
    const args = ['ray', at('job'), '--address', cluster.address, '--out', at('out.csv')];
    const { code, stderr } = await runCli(...args, '--progress', 'plain');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^Watching job .*, which was started before\.$/mu);
    assert.match(stderr, new RegExp(`^Running on Ray: ${tasks.length} of ${tasks.length} tasks`, 'mu'));
    assert.match(stderr, /^\d+ suspects? among 60 images of 3 classes/mu);
    assert.equal(rowsOf(await readFile(at('out.csv'), 'utf8')).length, 60);
  });

  itWith('signals', 'is stopped when the command is interrupted', async () => {
    await plan();
    const { child, finished } = startCli(['ray', at('job'), '--address', cluster.address]);
    cluster.onAsked = (id) => {
      const job = cluster.jobs.get(id);
      if (job?.status !== 'PENDING') return;
      job.status = 'RUNNING';
      child.kill('SIGINT');
    };
    const { code, stderr } = await finished;
    assert.equal(code, 130, stderr);
    assert.equal(onlyJob().status, 'STOPPED');
    assert.match(stderr, /The job has stopped\. What is done is kept/u);
  });

  it('is refused without an address, a plan, or a cluster, before anything is written', async () => {
    await plan();
    const noAddress = await runCli('ray', at('job'));
    assert.equal(noAddress.code, 2);
    assert.match(noAddress.stderr, /ray needs --address URL\./u);
    const noPlan = await runCli('ray', at('images'), '--address', cluster.address);
    assert.equal(noPlan.code, 1);
    assert.match(noPlan.stderr, /Cannot read .*plan\.json/u);
    const clients = await runCli('ray', at('job'), '--address', 'ray://head:10001');
    assert.equal(clients.code, 2);
    assert.match(clients.stderr, /ray:\/\/head:10001 is no address of Ray's dashboard/u);
    cluster.instead = (_, response) => void response.writeHead(401).end();
    const refused = await runCli('ray', at('job'), '--address', cluster.address);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /refuses you \(HTTP 401\)/u);
    assert.equal(existsSync(at('job', 'ray')), false);
  });
});
