import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeStripes } from '../fixtures/stripes';
import { planJob } from '../worker/fixtures/jobs';
import { CLI, rowsOf, startCli } from '../worker/fixtures/runCli';
import { processes, startCluster, type RayCluster, type RayNode } from './cluster';
import { RAY_PYTHON } from './rayPython';

const SEARCH = ['--epochs', '8', '--folds', '3', '--seed', '3'];
/** How nodes run the program of this checkout. */
const PROGRAM = `${process.execPath} ${CLI}`;

describe('a plan on a real Ray', () => {
  let folder: string;
  let cluster: RayCluster;
  let second: RayNode;
  let searched: Map<string, Row>;
  const at = (...names: readonly string[]) => path.join(folder, ...names);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-ray-'));
    await writeStripes(at('images'), { perClass: 150, wrongPerClass: 8, seed: 5 });
    await cp(at('images'), at('alone'), { recursive: true });
    const scan = await startCli(['scan', at('alone'), ...SEARCH, '--out', at('alone.csv')]).finished;
    assert.equal(scan.code, 0, scan.stderr);
    searched = await readRows(at('alone.csv'));
    cluster = await startCluster(RAY_PYTHON);
  });
  after(async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const plan = async (job: string): Promise<string[]> => {
    const tasks = await planJob(at('images'), at(job), '--shards', '6', ...SEARCH);
    return tasks.map(({ id }) => id);
  };

  const rayArgs = (job: string) => [
    ...['ray', at(job), '--address', cluster.address, '--python', RAY_PYTHON, '--program', PROGRAM],
  ];
  const start = (job: string, ...args: readonly string[]) =>
    startCli([...rayArgs(job), '--progress', 'json', ...args]);
  const ray = (job: string, ...args: readonly string[]) => start(job, ...args).finished;

  /** How often tasks were started, by their logs. */
  async function startsOf(job: string): Promise<Map<string, number>> {
    const logs = at(job, 'ray', 'logs');
    const starts = new Map<string, number>();
    for (const name of await readdir(logs)) {
      const text = await readFile(path.join(logs, name), 'utf8');
      starts.set(path.basename(name, '.log'), text.match(/^--- /gmu)?.length ?? 0);
    }
    return starts;
  }

  /** Of programs that work in a job folder, wherever they run. */
  const workers = (job: string) => processes().filter(({ command }) => command.includes(`work ${at(job)} `));

  /** Plans, runs and looks at the findings. @returns how long the job took. */
  async function runWhole(job: string): Promise<number> {
    const tasks = await plan(job);
    assert.ok(tasks.length >= 12, tasks.join(' '));
    const began = performance.now();
    const { code, stderr } = await ray(job, '--out', at(`${job}.csv`));
    assert.equal(code, 0, stderr);
    assertSameFindings(await readRows(at(`${job}.csv`)), searched);
    assert.deepEqual(new Set((await startsOf(job)).keys()), new Set(tasks));
    const progress = messages(stderr).filter(({ phase }) => phase === 'tasks');
    assert.equal(progress.at(-1)?.done, progress.at(-1)?.total);
    return (performance.now() - began) / 1000;
  }

  it('finds the same as one machine, on one node and on two', async () => {
    const one = await runWhole('one');
    second = await cluster.addNode();
    const two = await runWhole('two');
    const times = `${one.toFixed(1)} s on one node of one core, ${two.toFixed(1)} s on two`;
    console.log(`      ${times}: ${(one / two).toFixed(2)} times as fast`);
  });

  it('is found again by the same command', async () => {
    const { code, stderr } = await ray('two', '--out', at('again.csv'));
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Watching job label-review-[0-9a-f]{12} on .*, which was started before/u);
    assert.equal(await readFile(at('again.csv'), 'utf8'), await readFile(at('two.csv'), 'utf8'));
  });

  it('goes on without whoever has started it', async () => {
    await plan('detached');
    const started = await ray('detached', '--detach');
    assert.equal(started.code, 0, started.stderr);
    const { code, stderr } = await ray('detached', '--out', at('detached.csv'));
    assert.equal(code, 0, stderr);
    assert.match(stderr, /which was started before/u);
    assertSameFindings(await readRows(at('detached.csv')), searched);
  });

  it('ends with the last line of the log of a task that fails three times', async () => {
    await plan('failing');
    const image = [...searched.keys()].at(-1)!;
    await rename(at('images', image), at('gone'));
    try {
      const { code, stderr } = await ray('failing');
      assert.equal(code, 1);
      const { code: name, message } = messages(stderr).find(({ type }) => type === 'error')!;
      assert.equal(name, 'ray-job-failed');
      assert.match(String(message), FAILED);
      const [, task = ''] = FAILED.exec(String(message)) ?? [];
      assert.equal((await startsOf('failing')).get(task), 3);
      await until(() => workers('failing').length === 0);
      console.log(`      ${String(message)}`);
    } finally {
      await rename(at('gone'), at('images', image));
    }
    const mended = await ray('failing', '--out', at('mended.csv'));
    assert.equal(mended.code, 0, mended.stderr);
    assertSameFindings(await readRows(at('mended.csv')), searched);
  });

  it('leaves no process behind when it is cancelled, and goes on from there', async () => {
    await plan('cancelled');
    const { child, finished } = start('cancelled');
    await until(() => workers('cancelled').length === 2);
    child.kill('SIGINT');
    const { code, stderr } = await finished;
    assert.equal(code, 130, stderr);
    await until(() => workers('cancelled').length === 0);
    const { code: done, stderr: said } = await ray('cancelled', '--out', at('cancelled.csv'));
    assert.equal(done, 0, said);
    assert.match(said, /Started job label-review-[0-9a-f]{12}-2 /u);
    assertSameFindings(await readRows(at('cancelled.csv')), searched);
  });

  it('loses nothing with a node, and repeats at most what was running there', async () => {
    const tasks = await plan('killed');
    const { child, finished } = start('killed', '--out', at('killed.csv'));
    const logs = at('killed', 'ray', 'logs');
    const isBusy = () => existsSync(logs) && readdirSync(logs).length > 2 && workers('killed').length === 2;
    await until(() => isBusy() || child.exitCode !== null);
    assert.equal(child.exitCode, null, 'there was time to kill a node');
    second.kill();
    const { code, stderr } = await finished;
    assert.equal(code, 0, stderr);
    assertSameFindings(await readRows(at('killed.csv')), searched);
    const starts = await startsOf('killed');
    const all = [...starts.values()].reduce((sum, count) => sum + count, 0);
    assert.ok(all <= tasks.length + 1, JSON.stringify([...starts]));
    console.log(`      ${tasks.length} tasks were started ${all} times`);
    await second.stop();
  });

  it('says what is wrong with an address or a program', async () => {
    await plan('wrong');
    const other = async (...args: readonly string[]) => {
      const { code, stderr } = await startCli(['ray', at('wrong'), '--python', RAY_PYTHON, ...args]).finished;
      assert.equal(code, 1, stderr);
      return stderr;
    };
    for (const port of cluster.otherPorts)
      assert.match(await other('--address', `127.0.0.1:${port}`), /is not Ray's dashboard; give its port/u);
    const lacking = await other('--address', cluster.address, '--program', '/absent/label-review');
    assert.match(lacking, /The node .* has no Label Review .* \(\/absent\/label-review: No such file/u);
    assert.match(lacking, /cannot run the plan before that is mended/u);
  });
});

const FAILED = /^The task (shard-\d+) failed on .*, each time it was tried: .*has changed or gone/u;

type Row = Readonly<Record<string, string>>;

async function readRows(file: string): Promise<Map<string, Row>> {
  return new Map(rowsOf(await readFile(file, 'utf8')).map((row) => [row.path!, row]));
}

/** Sums may be rounded otherwise; nothing else differs. */
function assertSameFindings(actual: ReadonlyMap<string, Row>, expected: ReadonlyMap<string, Row>): void {
  assert.equal(actual.size, expected.size);
  for (const [image, row] of expected) {
    const other = actual.get(image)!;
    for (const column of ['given_label', 'is_label_issue', 'predicted_label', 'kind'])
      assert.equal(other[column], row[column], `${image}: ${column}`);
    for (const column of ['label_quality', 'predicted_probability'])
      assert.ok(Math.abs(Number(other[column]) - Number(row[column])) < 1e-3, `${image}: ${column}`);
  }
}

/** The objects of `--progress json`. */
function messages(stderr: string): Readonly<Record<string, unknown>>[] {
  const lines = stderr.slice(0, stderr.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>); // one a line
}

/** Of what other processes do; the test's own time is the deadline. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(20);
}
