import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { driverLines } from '../../src/core/ray/driverLine';
import { temporaryFolder } from '../unit/temporaryFolder';
import { RAY_PYTHON } from './rayPython';

const DRIVER = path.resolve(__dirname, '../../media/ray/driver.py');
const STAND_IN = path.join(__dirname, 'standIn');

const node = (cpus: number, memoryMb: number) => ({
  NodeID: 'abcdef0123',
  NodeManagerAddress: '10.0.0.1',
  Alive: true,
  Resources: { CPU: cpus, memory: memoryMb * 1e6 },
});

const task = (id: string, needs: readonly string[] = []) => ({
  id,
  needs,
  cpus: 1,
  memoryMb: 100,
  images: 10,
});

/** The driver with a stand-in for Ray, and a stand-in for the program that notes how it was called and does as it is told. */
describe('the driver on Ray', () => {
  const given = temporaryFolder();
  const at = (...names: readonly string[]) => path.join(given(), ...names);
  let environment: NodeJS.ProcessEnv;

  beforeEach(async () => {
    await mkdir(at('job'));
    await mkdir(at('images'));
    await mkdir(at('bin'));
    await writeProgram('label-review', '0.1.0');
    await writePlan({});
    environment = {
      PATH: `${at('bin')}:${process.env.PATH}`,
      HOME: at('home'),
      PYTHONPATH: STAND_IN,
      PYTHONDONTWRITEBYTECODE: '1',
      RAY_STAND_IN: JSON.stringify([node(2, 1000)]),
    };
  });

  async function writeExecutable(name: string, ...lines: readonly string[]): Promise<void> {
    await writeFile(at('bin', name), ['#!/bin/sh', ...lines, ''].join('\n'));
    await chmod(at('bin', name), 0o755);
  }

  /** Its tasks are files in the job folder, which are run. */
  const writeProgram = (name: string, version: string) =>
    writeExecutable(
      name,
      `[ "$1" = --version ] && echo ${version} && echo 'npm notice' >&2 && exit`,
      `echo "$4" >>'${at('calls')}'`,
      '[ ! -e "$2/$4.sh" ] || . "$2/$4.sh"',
    );

  const writePlan = (content: object) =>
    writeFile(
      at('job', 'plan.json'),
      JSON.stringify({
        version: '0.1.0',
        request: { root: at('images') },
        isMergedHere: false,
        tasks: [task('shard-0000'), task('shard-0001'), task('merge', ['shard-0000', 'shard-0001'])],
        ...content,
      }),
    );

  async function drive(...args: readonly string[]) {
    const driver = spawn(RAY_PYTHON, [DRIVER, at('job'), ...args], { env: environment });
    let out = '';
    driver.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    driver.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const [code] = (await once(driver, 'close')) as [number | null]; // as Node declares it
    return { code, lines: driverLines(out), out };
  }

  const calls = async () => (await readFile(at('calls'), 'utf8')).trim().split('\n');

  it('runs every task after those that it needs, and tells of each', async () => {
    const { code, lines, out } = await drive();
    assert.equal(code, 0, out);
    assert.deepEqual(await calls(), ['shard-0000', 'shard-0001', 'merge']);
    assert.deepEqual(
      lines.map(({ type }) => type),
      ['nodes', 'task', 'task', 'task', 'end'],
    );
    assert.deepEqual(lines[0], { type: 'nodes', nodes: 1, cpus: 2 });
    const told = lines.flatMap((line) =>
      line.type === 'task' ? [[line.task, line.tasksDone, line.done]] : [],
    );
    assert.deepEqual(told, [
      ['shard-0000', 1, 10],
      ['shard-0001', 2, 20],
      ['merge', 3, 30],
    ]);
  });

  it('tells how far tasks are that go on, as they note it', async () => {
    const note = (task: string, text: string) => `echo '${text}' >"$2/progress/${task}.json"`;
    const notes = [note('shard-0000', '{"share01": 0.5}'), note('merge', '{"share01": 0.1}'), note('x', '{')];
    await writeFile(at('job', 'shard-0000.sh'), ['mkdir "$2/progress"', ...notes, ''].join('\n'));
    const { code, lines, out } = await drive();
    assert.equal(code, 0, out);
    const told = lines.flatMap((line) =>
      line.type === 'task' || line.type === 'running' ? [[line.type, line.tasksDone, line.done]] : [],
    );
    assert.deepEqual(told, [
      ['running', 0, 6],
      ['task', 1, 11],
      ['task', 2, 21],
      ['task', 3, 30],
    ]);
  });

  it('leaves the run to whoever has planned it, where the store is theirs', async () => {
    await writePlan({ isMergedHere: true });
    const { code, lines } = await drive();
    assert.equal(code, 0);
    assert.deepEqual(await calls(), ['shard-0000', 'shard-0001']);
    const last = lines.findLast((line) => line.type === 'task');
    assert.deepEqual([last?.tasksDone, last?.tasks, last?.done, last?.total], [2, 2, 20, 20]);
  });

  it('tries a task three times, then ends with the last line of its log', async () => {
    await writeFile(
      at('job', 'shard-0001.sh'),
      'echo one\necho "label-review: The disk is full." >&2\necho\nexit 1\n',
    );
    const { code, lines } = await drive();
    assert.equal(code, 1);
    assert.deepEqual(await calls(), ['shard-0000', 'shard-0001', 'shard-0001', 'shard-0001']);
    const failed = lines.find((line) => line.type === 'failed');
    assert.equal(failed?.task, 'shard-0001');
    assert.equal(failed.line, 'label-review: The disk is full.');
    assert.equal(failed.log, at('job', 'ray', 'logs', 'shard-0001.log'));
    assert.equal((await readFile(failed.log, 'utf8')).match(/^--- shard-0001 on /gmu)?.length, 3);
  });

  it('ends with the sentence of a program, whatever that has printed after it', async () => {
    const sentence = 'label-review: unexpected error, please report it with the lines below.';
    const fatal = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
    const ends: readonly (readonly [script: string, line: string])[] = [
      [`echo '${sentence}'\necho 'Error: x'\necho '    at f (a.js:1:2)'\nexit 1`, sentence],
      [
        `echo '${fatal}'\necho '----- Native stack trace -----'\nkill -ABRT $$`,
        `${fatal} (killed by signal 6)`,
      ],
      // As the kernel does it; what earlier tries have said is not why.
      ["echo 'Training: 34 %'\nkill -KILL $$", 'Training: 34 % (killed by signal 9)'],
      ['kill -KILL $$', 'killed by signal 9'],
    ];
    for (const [script, line] of ends) {
      await writeFile(at('job', 'merge.sh'), script);
      const { lines } = await drive();
      const failed = lines.find((told) => told.type === 'failed');
      assert.equal(failed?.line, line);
    }
  });

  it('says what has gone wrong in a task of Ray', async () => {
    await mkdir(at('job', 'ray', 'logs', 'shard-0000.log'), { recursive: true });
    const { code, lines } = await drive();
    assert.equal(code, 1);
    const lost = lines.find((line) => line.type === 'lost');
    assert.equal(lost?.task, 'shard-0000');
    assert.match(lost.detail, /^IsADirectoryError: .*shard-0000\.log'$/u);
  });

  it('goes on where a second try succeeds', async () => {
    await writeFile(
      at('job', 'merge.sh'),
      `[ -e '${at('tried')}' ] && return\ntouch '${at('tried')}'\nexit 1\n`,
    );
    assert.equal((await drive()).code, 0);
    assert.deepEqual((await calls()).slice(2), ['merge', 'merge']);
  });

  it('takes the program that is named, in the version of the plan', async () => {
    await writeProgram('other', '0.1.0');
    await writeProgram('label-review', '0.0.9');
    const { lines } = await drive();
    assert.deepEqual(lines[0], {
      ...{ type: 'unfit', node: '10.0.0.1 abcdef', problem: 'no-program' },
      detail: 'label-review: version 0.0.9',
    });
    assert.equal((await drive('--program', `env A=1 ${at('bin', 'other')}`)).code, 0);
    const absent = await drive('--program', at('bin', 'absent'));
    assert.equal(absent.code, 1);
    assert.match(absent.out, /absent: No such file or directory/u);
    assert.deepEqual((await drive('--program', "env 'A=1 label-review")).lines[0], {
      ...{ type: 'unfit', node: '10.0.0.1 abcdef', problem: 'no-program' },
      detail: '--program: No closing quotation',
    });
  });

  it('wants a Node that the program runs on', async () => {
    await writeExecutable('node', 'echo v18.19.0');
    assert.match((await drive()).out, /"detail": "node: v18\.19\.0"/u);
    await writeExecutable('node', 'echo nightly');
    assert.match((await drive()).out, /"detail": "node: nightly"/u);
    await writeExecutable('node', 'echo v20.9.0');
    assert.equal((await drive()).code, 0);
  });

  it('installs the program where that is asked for, once', async () => {
    await writeProgram('label-review', '0.0.9');
    await writeProgram('wanted', '0.1.0');
    await writeExecutable(
      'npm',
      `echo "npm $*" >>'${at('calls')}'`,
      `mkdir -p "$3/node_modules/.bin"; cp '${at('bin', 'wanted')}' "$3/node_modules/.bin/label-review"`,
    );
    assert.equal((await drive('--install', '/shared/label-review-0.1.0.tgz')).code, 0);
    const folder = at('home', '.cache', 'label-review', 'ray-0.1.0');
    assert.deepEqual(await calls(), [
      `npm install --prefix ${folder} --no-audit --no-fund /shared/label-review-0.1.0.tgz`,
      ...['shard-0000', 'shard-0001', 'merge'],
    ]);
    await writeExecutable('npm', 'echo "npm error 404"; exit 1');
    await writeFile(path.join(folder, 'node_modules', '.bin', 'label-review'), '');
    assert.match((await drive('--install', 'absent')).out, /npm install absent: npm error 404/u);
    await rm(at('home', '.cache'), { recursive: true });
    await writeFile(at('home', '.cache'), '');
    assert.match((await drive('--install', 'absent')).out, /--install: .*Not a directory: .*\.cache/u);
  });

  it('says what a node does not see', async () => {
    await writePlan({ request: { root: at('absent') } });
    const { code, lines } = await drive();
    assert.equal(code, 1);
    const unfit = lines.find((line) => line.type === 'unfit');
    assert.deepEqual([unfit?.problem, unfit?.detail], ['no-dataset', at('absent')]);
    assert.equal(existsSync(at('calls')), false);
  });

  it('says that a node cannot write into the job folder, before anything runs', async () => {
    await writeFile(at('job', 'ray'), '');
    const { code, lines } = await drive();
    assert.equal(code, 1);
    const unfit = lines.find((line) => line.type === 'unfit');
    assert.deepEqual([unfit?.problem, unfit?.detail], ['unwritable-folder', 'Not a directory']);
    assert.equal(existsSync(at('calls')), false);
  });

  it('passes over a node that has gone, and over no fault of its own', async () => {
    environment.RAY_STAND_IN_FAULT = 'NodeDiedError';
    assert.equal((await drive()).code, 0);
    environment.RAY_STAND_IN_FAULT = 'RayTaskError';
    const { code, lines } = await drive();
    assert.deepEqual([code, lines], [1, []]);
  });

  it('gives up a cluster without a node that is big enough', async () => {
    await writePlan({ tasks: [task('shard-0000'), { ...task('merge'), memoryMb: 4000 }] });
    const { code, lines } = await drive('--wait', '0');
    assert.equal(code, 1);
    const small = { task: 'merge', cpus: 1, memoryMb: 4000 };
    assert.deepEqual(
      lines.find((line) => line.type === 'too-small'),
      { type: 'too-small', ...small },
    );
    assert.equal(existsSync(at('calls')), false);
  });

  it('gives Node the memory that a large task asks for, unless it is told otherwise', async () => {
    const noted = ['shard-0000', 'merge'].map((id) =>
      writeFile(at('job', `${id}.sh`), `echo "$4: $NODE_OPTIONS" >>'${at('options')}'`),
    );
    await Promise.all(noted);
    await writePlan({ tasks: [task('shard-0000'), { ...task('merge'), memoryMb: 20_044 }] });
    environment.RAY_STAND_IN = JSON.stringify([node(2, 30_000)]);
    assert.equal((await drive()).code, 0);
    environment.NODE_OPTIONS = '--no-warnings';
    assert.equal((await drive()).code, 0);
    assert.deepEqual((await readFile(at('options'), 'utf8')).trim().split('\n'), [
      'shard-0000: ',
      'merge: --max-old-space-size=20044',
      'shard-0000: --no-warnings',
      'merge: --max-old-space-size=20044 --no-warnings',
    ]);
  });

  it('asks a cluster that grows for a node of each size that it lacks', async () => {
    environment.RAY_STAND_IN = '[]';
    environment.RAY_STAND_IN_TYPES = JSON.stringify([node(1, 500), node(4, 1000), node(1, 8000)]);
    const tasks = [task('shard-0000'), { ...task('copies'), cpus: 4 }, { ...task('merge'), memoryMb: 4000 }];
    await writePlan({ tasks });
    const { code, lines, out } = await drive('--wait', '30');
    assert.equal(code, 0, out);
    const asked = lines.flatMap((line) => (line.type === 'waiting' ? [[line.cpus, line.memoryMb]] : []));
    assert.deepEqual(asked, [
      [1, 4000],
      [4, 100],
    ]);
    assert.deepEqual(
      lines.find((line) => line.type === 'nodes'),
      { type: 'nodes', nodes: 2, cpus: 5 },
    );
  });

  it('leaves no process of a task behind, however it ends itself', async () => {
    // The program has a child of its own, as one that npx or a shell starts.
    const script = [
      `sleep 1000 &`,
      `echo "$! $$" >'${at('pids')}.part'`,
      `mv '${at('pids')}.part' '${at('pids')}'`,
      'wait',
    ];
    await writeFile(at('job', 'shard-0000.sh'), script.join('\n'));
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const driver = spawn(RAY_PYTHON, [DRIVER, at('job')], { env: environment, stdio: 'ignore' });
      await until(() => existsSync(at('pids')));
      const pids = (await readFile(at('pids'), 'utf8')).trim().split(' ').map(Number);
      await rm(at('pids'));
      assert.equal(pids.length, 2);
      await kill(driver, signal);
      await until(() => !pids.some(isAlive));
    }
  });
});

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // ESRCH: no such process
  }
}

/** Of what other processes do; the test's own time is the deadline. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(20);
}
