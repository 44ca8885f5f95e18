import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../../../src/core/rng';
import { runSteps } from '../../../src/core/steps';
import { openJob } from '../../../src/pipeline/job/jobFolder';
import { locateStore } from '../../../src/store/location';
import { lockRuns } from '../../../src/store/runLock';
import type { TaskTools } from '../../../src/pipeline/job/taskTools';
import { workOnTask } from '../../../src/pipeline/job/workOnTask';
import { writeStripeBoxes } from '../../fixtures/stripeBoxes';
import { writeStripes } from '../../fixtures/stripes';
import { newestRun, planJob, work, workAll, type PlannedTask } from '../fixtures/jobs';
import { itWith } from '../../fixtures/itWith';
import { rowsOf, runCli, startCli } from '../fixtures/runCli';

const DIST = path.resolve(__dirname, '../../../dist');
const OPTIONS = ['--encoder', 'lite0', '--preset', 'fast', '--folds', '2', '--backend', 'wasm'];

describe('tasks of a search', function () {
  this.timeout(600_000);
  let folder: string;
  const inFolder = (name: string) => path.join(folder, name);
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-tasks-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** The files of the run that one machine makes. */
  async function scanned(root: string, ...flags: string[]) {
    const { code, stderr } = await runCli('scan', root, '--progress', 'none', ...flags);
    assert.equal(code, 0, stderr);
    return newestRun(root);
  }

  async function merged(root: string, job: string) {
    const { code, stderr } = await runCli('merge', job, '--json', '--progress', 'none');
    assert.equal(code, 0, stderr);
    return newestRun(root);
  }

  /** Kills a task when a file of it has some bytes; polls for it, as another process writes it and says nothing about it. */
  async function killAt(job: string, task: string, isThere: () => Promise<boolean>): Promise<void> {
    const { child, finished } = startCli(['work', job, '--task', task]);
    while (child.exitCode === null && !(await isThere()))
      await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(child.exitCode, null, 'killed before its end');
    child.kill('SIGKILL');
    await finished;
  }

  const isIn = (at: string, pattern: RegExp) => async () => {
    const names = await readdir(at).catch(() => []); // not made yet
    for (const name of names.filter((found) => pattern.test(found)))
      if ((await stat(path.join(at, name))).size > 0) return true;
    return false;
  };

  it('go on where they were killed, to the same run', async () => {
    const [root, job] = [inFolder('killed'), inFolder('killed job')];
    await writeStripes(root, { perClass: 40, wrongPerClass: 3, seed: 6 });
    const options = [...OPTIONS, '--epochs', '60'];
    const expected = await scanned(root, ...options);
    const tasks = await planJob(root, job, ...options);
    await killAt(job, 'shard-0000', isIn(path.join(job, 'shards/0000/rows'), /^embeddings-.*\.u8$/));
    assert.match((await work(job, 'inputs')).stderr, /The task inputs needs shard-0000/);
    await workAll(job, tasks.slice(0, 3));
    await killAt(job, 'network-1', isIn(path.join(job, 'network'), /^fold-1\.bin$/));
    const resumed = await work(job, 'network-1');
    assert.match(resumed.stderr, /Going on with model 2 of 2 after epoch \d+ of 60\./);
    await workAll(job, tasks.slice(0, -1));
    assert.deepEqual(await merged(root, job), expected);
  });

  it('may be done in any order, several times and twice at once, and make one run', async () => {
    const [root, job] = [inFolder('twice'), inFolder('twice job')];
    await writeStripes(root, { perClass: 20, wrongPerClass: 2, seed: 7 });
    await writeFile(path.join(root, 'vertical', 'broken.png'), 'not an image');
    const options = [...OPTIONS, '--epochs', '3'];
    const expected = await scanned(root, ...options);
    const runs = await readdir(path.join(root, '.label-review', 'runs'));
    const tasks = await planJob(root, job, '--shards', '3', ...options);
    for (const { id } of inSomeOrder(tasks)) {
      const both = await Promise.all([work(job, id), work(job, id)]);
      for (const { code, stderr } of both) assert.equal(code, 0, `${id}: ${stderr}`);
      const again = await work(job, id);
      assert.deepEqual([again.code, again.stderr], [0, `Nothing to do: ${id} is done.\n`]);
    }
    assert.deepEqual(await newestRun(root), expected);
    assert.equal((await readdir(path.join(root, '.label-review', 'runs'))).length, runs.length + 1);
  });

  /** Another order in which each comes after those that it needs. */
  function inSomeOrder(tasks: readonly PlannedTask[]): readonly PlannedTask[] {
    const rng = createRng(3);
    const left = [...tasks];
    const done = new Set<string>();
    const order: PlannedTask[] = [];
    while (left.length > 0) {
      const ready = left.filter(({ needs }) => needs.every((needed) => done.has(needed)));
      const next = ready[rng.nextInt(ready.length)]!;
      left.splice(left.indexOf(next), 1);
      done.add(next.id);
      order.push(next);
    }
    return order;
  }

  it('make one run where a merge is killed before it has noted its own', async () => {
    const [root, job] = [inFolder('noted'), inFolder('noted job')];
    await writeStripes(root, { perClass: 20, wrongPerClass: 2, seed: 11 });
    const tasks = await planJob(root, job, ...OPTIONS, '--encoder', 'none', '--epochs', '2');
    await workAll(job, tasks);
    // As a task that ends in the moment before its last.
    await rm(path.join(job, 'done', 'merge.json'));
    const again = await runCli('merge', job, '--json', '--progress', 'none');
    assert.equal(again.code, 0, again.stderr);
    const runs = await readdir(path.join(root, '.label-review', 'runs'));
    assert.equal(runs.length, 1);
    // A run that somebody has deleted is made again.
    await rm(path.join(root, '.label-review', 'runs', runs[0]!), { recursive: true });
    assert.equal((await runCli('merge', job, '--json', '--progress', 'none')).code, 0);
    assert.equal((await readdir(path.join(root, '.label-review', 'runs'))).length, 1);
  });

  it('merge when another run of the dataset has ended', async () => {
    const [root, job] = [inFolder('busy'), inFolder('busy job')];
    await writeStripes(root, { perClass: 20, wrongPerClass: 2, seed: 14 });
    const tasks = await planJob(root, job, ...OPTIONS, '--encoder', 'none', '--epochs', '2');
    await workAll(job, tasks.slice(0, -1));
    const release = await lockRuns(await locateStore(root, folder));
    const { child, finished } = startCli(['work', job, '--task', 'merge', '--progress', 'none']);
    const waiting = once(child.stderr, 'data');
    assert.match(String(await waiting), /Waiting for another run of this dataset: /);
    await release();
    assert.equal((await finished).code, 0);
  });

  it('search boxes as a scan does', async () => {
    const [root, job] = [inFolder('boxes'), inFolder('boxes job')];
    await writeStripeBoxes(root, { pictures: 12, wrong: 4, seed: 3 });
    const options = [...OPTIONS, '--encoder', 'none', '--epochs', '3'];
    const expected = await scanned(root, ...options);
    const tasks = await planJob(root, job, '--shards', '2', ...options);
    assert.ok(tasks.every(({ id }) => !id.startsWith('closeness')));
    await workAll(job, tasks);
    assert.deepEqual(await newestRun(root), expected);
  });

  it('keep to the labels and decisions of when it was planned', async () => {
    const [root, job, labels] = [inFolder('table'), inFolder('table job'), inFolder('labels.csv')];
    const { wrong } = await writeStripes(root, { perClass: 20, wrongPerClass: 2, seed: 8 });
    const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.png')).sort();
    const table = names.map((name) => `${name},${path.dirname(name)}\n`).join('');
    await writeFile(labels, `path,label\n${table}`);
    const [first, second] = wrong;
    const decide = (id: string, image: string, label: string) => {
      const decisions = [
        { path: image, decision: { action: 'relabel', label }, givenLabel: path.dirname(image) },
      ];
      const entry = { v: 1, type: 'decide', id, at: '2026-01-02T03:04:05Z', decisions };
      return appendFile(path.join(root, '.label-review', 'decisions.jsonl'), `${JSON.stringify(entry)}\n`);
    };
    const options = ['--labels', labels, ...OPTIONS, '--epochs', '3'];
    await scanned(root, ...options);
    await decide('a', ...first!);
    const expected = await scanned(root, ...options);
    const tasks = await planJob(root, job, '--shards', '2', ...options);
    await decide('b', ...second!);
    await writeFile(labels, `path,label\n${table.replaceAll('vertical\n', 'upright\n')}`);
    await workAll(job, tasks.slice(0, -1));
    const { stderr } = await runCli('merge', job, '--out', inFolder('table.csv'));
    assert.match(
      stderr,
      /Warning: Since the plan was made, 1 folder or file of labels has changed .*labels\.csv/,
    );
    assert.deepEqual(await newestRun(root), expected);
  });

  it('name an image that was replaced or removed since, and folders with new ones', async () => {
    const [root, job] = [inFolder('changed'), inFolder('changed job')];
    await writeStripes(root, { perClass: 20, wrongPerClass: 2, seed: 9 });
    const options = [...OPTIONS, '--encoder', 'none', '--epochs', '2'];
    const plan = () => planJob(root, job, '--shards', '2', ...options);
    await plan();
    const [image] = (await readdir(path.join(root, 'diagonal'))).sort();
    const file = path.join(root, 'diagonal', image!);
    await utimes(file, 1, 1);
    const replaced = await work(job, 'shard-0000');
    assert.equal(replaced.code, 1);
    assert.match(
      replaced.stderr,
      /1 image of this task has changed or gone since the plan was made, the first is diagonal\//,
    );
    await rm(file);
    assert.match((await work(job, 'shard-0000')).stderr, /changed or gone/);
    assert.equal((await work(job, 'shard-0001')).code, 0);

    const tasks = await plan();
    assert.match((await work(job, 'shard-0001')).stderr, /Nothing to do|Done/);
    await workAll(job, tasks.slice(0, -1));
    await writeFile(path.join(root, 'vertical', 'new.png'), 'new');
    const late = await runCli('merge', job);
    assert.match(
      late.stderr,
      /Warning: Since the plan was made, 1 folder or file of labels has changed .*vertical/,
    );
    assert.equal(rowsOf(late.stdout).length, 59);
  });

  it('refuse decisions that are not those of the plan, and say what the storage says', async () => {
    const [root, job] = [inFolder('damaged'), inFolder('damaged job')];
    await writeStripes(root, { perClass: 20, wrongPerClass: 2, seed: 12 });
    const tasks = await planJob(root, job, ...OPTIONS, '--encoder', 'none', '--epochs', '2');
    await workAll(job, tasks.slice(0, 1));
    await rm(path.join(job, 'decisions.jsonl'));
    const lost = await work(job, 'inputs');
    assert.equal(lost.code, 1);
    assert.match(lost.stderr, /decisions\.jsonl is damaged; run `label-review plan` again/);
    await writeFile(path.join(job, 'decisions.jsonl'), '');
    await workAll(job, [{ id: 'inputs', needs: [] }]);
    await mkdir(path.join(job, 'network', 'result-0.bin'));
    const unreadable = await work(job, 'network-0');
    assert.equal(unreadable.code, 1);
    assert.match(unreadable.stderr, /cannot be read or written \(E[A-Z]+\); check its permissions/);
  });

  it('write nothing for a plan that was replaced meanwhile', async () => {
    const [root, job] = [inFolder('replaced'), inFolder('replaced job')];
    await writeStripes(root, { perClass: 20, wrongPerClass: 2, seed: 13 });
    const options = [...OPTIONS, '--encoder', 'none'];
    const tasks = await planJob(root, job, ...options, '--epochs', '2');
    await workAll(job, tasks.slice(0, 2));
    const before = await openJob(job);
    await planJob(root, job, ...options, '--epochs', '3');
    const tools: TaskTools = {
      ...{ programFolder: DIST, packagesFolder: undefined, threads: 1, log: () => undefined },
      ...{ now: () => new Date(), signal: new AbortController().signal },
    };
    for (const task of ['copies', 'network-0'])
      await assert.rejects(runSteps(workOnTask(before, task, tools)), {
        code: 'bad-plan',
        message: /plan\.json was replaced while a task of it was at work/,
      });
    const made = await readdir(job, { recursive: true });
    assert.deepEqual(
      made.filter((name) => /checks\.bin|result-|copies|network-0\.json/.test(path.basename(name))),
      [],
    );
  });

  itWith('signals', 'tell programs what they are about, and stop when they are told to', async () => {
    const [root, job] = [inFolder('told'), inFolder('told job')];
    await writeStripes(root, { perClass: 40, wrongPerClass: 2, seed: 9 });
    await planJob(root, job, ...OPTIONS);
    const { child, finished } = startCli(['work', job, '--task', 'shard-0000', '--progress', 'json']);
    await once(child.stderr, 'data');
    child.kill('SIGTERM');
    const { code, stderr } = await finished;
    assert.equal(code, 130);
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.ok(lines.every(({ task }) => task === 'shard-0000'));
    assert.equal(lines[0]?.phase, 'decode');
    assert.deepEqual(lines.at(-1), { type: 'done', exitCode: 130, task: 'shard-0000' });
    assert.equal((await work(job, 'shard-0000', '--threads', '2')).code, 0);
  });
});
