import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { acquireLock } from '../../src/files/lock/lock';
import { exists, ownIdentity } from '../../src/files/lock/processIdentity';
import { bundleFixture } from '../fixtures/bundleFixture';
import { itWith, systemHas } from '../fixtures/itWith';

/** Pairs on a fresh lock, and as many on the lock that the winner of a fresh one left when it was killed. */
const PAIRS = 100;
const PAIRS_AT_ONCE = 4;
/** Of each kind of lock that nobody holds. */
const STALE_ROUNDS = 20;
/** With a `/proc` of its own, as in a container, and with that of the parent. */
const NAMESPACES = [['--mount-proc'], []];
/** Who may make namespaces: root, or everybody, or in CI who may become root. */
const WAYS_TO_UNSHARE = [
  ['unshare'],
  ['unshare', '--map-root-user'],
  ...(process.env.CI === 'true' ? [['sudo', '-n', 'unshare']] : []),
];

describe('the lock', function () {
  this.timeout(180_000);
  let folder: string;
  let holderFile: string;
  const children: ChildProcessByStdio<Writable, Readable, null>[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-lock-'));
    holderFile = await bundleFixture(path.join(__dirname, 'fixtures', 'lockHolder.ts'), folder);
  });
  after(async () => {
    for (const child of children) {
      child.stdin.destroy(); // what sudo has started may not be killed, but ends with its input
      if (child.exitCode === null) child.kill('SIGKILL');
    }
    await rm(folder, { recursive: true, force: true });
  });

  /** A process that takes locks when told to. */
  const start = async (wrapper: readonly string[] = []) => {
    const [program, ...args] = [...wrapper, process.execPath, holderFile];
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    child.on('error', () => undefined); // it may not be killed; one that does not start says nothing
    const closed = once(child, 'close');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const nextLine = async () => String((await lines.next()).value);
    assert.equal(await nextLine(), 'ready');
    const ask = (line: string) => {
      child.stdin.write(`${line}\n`);
      return nextLine();
    };
    return {
      pid: child.pid ?? 0,
      take: (lock: string) => ask(`take ${lock}`),
      release: async () => assert.equal(await ask('release'), 'released'),
      kill: () => {
        child.kill('SIGKILL');
        return closed;
      },
      closed,
    };
  };
  type Holder = Awaited<ReturnType<typeof start>>;

  /** Lets two processes take the lock at the same moment. */
  const race = async (lock: string, pair: readonly [Holder, Holder]) => {
    const answers = await Promise.all(pair.map((holder) => holder.take(lock)));
    const [winner, loser] = answers[0] === 'held' ? pair : [pair[1], pair[0]];
    assert.deepEqual([...answers].sort(), ['held', `taken by ${winner.pid}`]);
    return { winner, loser };
  };

  /** One process was inside at a time, whoever ended in whatever way. */
  const assertAlone = async (lock: string, log: string) =>
    assert.equal(await readFile(`${lock}.log`, 'utf8'), log);

  it(`goes to one of two that start together, ${PAIRS} times free and ${PAIRS} times left by the dead`, async () => {
    const runPairs = async (first: number) => {
      let pair: readonly [Holder, Holder] = [await start(), await start()];
      for (let index = first; index < PAIRS; index += PAIRS_AT_ONCE) {
        const lock = path.join(folder, `pair-${index}`);
        const { winner: dead, loser } = await race(lock, pair);
        await dead.kill();
        await rm(`${lock}.inside`);
        pair = [loser, await start()];
        await (await race(lock, pair)).winner.release();
        await assertAlone(lock, 'in\nin\nout\n');
      }
    };
    await Promise.all(Array.from({ length: PAIRS_AT_ONCE }, (_, first) => runPairs(first)));
    const left = (await readdir(folder)).filter((name) => /^\.?pair/u.test(name) && !name.endsWith('.log'));
    assert.deepEqual(left, []);
  });

  it(`goes to one of two that meet a lock of nobody: old, empty, cut off, or of a number that another has now`, async () => {
    const record = { ...(await ownIdentity()), token: 'mine', since: '2026-01-02T03:04:05.000Z' };
    const locks = {
      old: '999999999',
      empty: '',
      cutOff: ` ${record.pid}\n{"pid":`,
      otherStart: ` ${record.pid}\n${JSON.stringify({ ...record, started: 'before' })}\n`,
      otherBoot: ` ${record.pid}\n${JSON.stringify({ ...record, boot: 'before' })}\n`,
    };
    const pair = [await start(), await start()] as const;
    for (const [kind, text] of Object.entries(locks))
      for (let round = 0; round < STALE_ROUNDS; round++) {
        const lock = path.join(folder, `${kind}-${round}`);
        await writeFile(lock, text);
        const hourAgo = new Date(Date.now() - 3_600_000);
        await utimes(lock, hourAgo, hourAgo);
        await (await race(lock, pair)).winner.release();
        await assertAlone(lock, 'in\nout\n');
      }
  });

  it('is free at once when its holder was killed, also while nobody has noticed its end', async () => {
    const lock = path.join(folder, 'zombie');
    const holder = await start();
    assert.equal(await holder.take(lock), 'held');
    // This thread does not reap its child before it looks again.
    process.kill(holder.pid, 'SIGKILL');
    while (isRunningNow(holder.pid));
    const attempt = await acquireLock(lock);
    assert.ok(attempt.status === 'held');
    await attempt.release();
    await holder.closed;
  });

  for (const options of NAMESPACES)
    itWith(
      'namespaces',
      `is kept by process 1 of a container from process 1 of another, ${options.length > 0 ? 'with' : 'without'} its own /proc`,
      async function () {
        const unshare = WAYS_TO_UNSHARE.map((way) => [
          ...way,
          '--fork',
          '--pid',
          '--kill-child',
          ...options,
        ]).find(([program, ...args]) => spawnSync(program!, [...args, 'true']).status === 0);
        if (unshare === undefined) return this.skip();
        const lock = path.join(folder, `container${options.length}`);
        const holder = await start(unshare);
        assert.equal(await holder.take(lock), 'held');
        assert.equal(await (await start(unshare)).take(lock), 'taken by 1', 'from another container');
        assert.equal((await acquireLock(lock)).status, 'taken', 'from outside');
        await holder.release();
        const next = await start(unshare);
        assert.equal(await next.take(lock), 'held');
        await next.release();
      },
    );
});

/** Ended, though its number is still taken until its parent has asked how: not so on Windows. */
function isRunningNow(pid: number): boolean {
  if (!systemHas('signals')) return exists(pid);
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}
