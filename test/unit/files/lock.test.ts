import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fsPromises, { mkdir, open, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mock } from 'node:test';
import { acquireLock } from '../../../src/files/lock/lock';
import { ownIdentity } from '../../../src/files/lock/processIdentity';
import { itWith } from '../../fixtures/itWith';
import { temporaryFolder } from '../temporaryFolder';

describe('acquireLock', () => {
  const folder = temporaryFolder();
  afterEach(() => mock.restoreAll());
  const file = () => path.join(folder(), 'run.lock');
  const status = async () => {
    const attempt = await acquireLock(file());
    if (attempt.status === 'held') await attempt.release();
    return attempt.status;
  };
  /** A lock as another process would have left it, with its last heartbeat so long ago. */
  const leave = async (text: string, ageSeconds: number) => {
    await writeFile(file(), text);
    const time = new Date(Date.now() - ageSeconds * 1000);
    await utimes(file(), time, time);
  };
  const recordOf = async (change: object) =>
    ` 1\n${JSON.stringify({ ...(await ownIdentity()), token: 'abc', since: new Date().toISOString(), ...change })}\n`;

  it('is held once, says by whom, and is gone when released', async () => {
    const attempt = await acquireLock(file());
    assert.ok(attempt.status === 'held');
    const second = await acquireLock(file());
    assert.ok(second.status === 'taken');
    assert.equal(second.holder.pid, process.pid);
    assert.equal(Number.parseInt(await readFile(file(), 'utf8'), 10), process.pid, 'as version 0.1 reads it');
    await attempt.release();
    assert.deepEqual(await readdir(folder()), []);
  });

  it('is let go on a disk that has become read-only', async () => {
    const attempt = await acquireLock(file());
    assert.ok(attempt.status === 'held');
    mock.method(fsPromises, 'rm', () =>
      Promise.reject(Object.assign(new Error('read-only'), { code: 'EROFS' })),
    );
    await attempt.release();
    mock.restoreAll();
    assert.equal((await readdir(folder())).length, 1);
  });

  it('of another computer or container is told by its heartbeat alone', async () => {
    for (const change of [
      { boot: 'another', host: 'elsewhere' },
      { namespace: 'pid:[1]' },
      { started: '' },
    ]) {
      const text = await recordOf(change);
      await leave(text, 20);
      assert.equal(await status(), 'taken', JSON.stringify(change));
      await leave(text, 90);
      assert.equal(await status(), 'held', JSON.stringify(change));
      await leave(text, -90);
      assert.equal(await status(), 'held', 'from the future: the clock was set back');
    }
  });

  itWith(
    'facts of processes',
    'of a process whose number is taken by another since counts as left',
    async () => {
      await leave(await recordOf({ started: '12' }), 0);
      assert.equal(await status(), 'held');
    },
  );

  itWith('facts of processes', 'of version 0.1 holds while its process is a run', async () => {
    const started: ChildProcess[] = [];
    const start = async (...args: string[]) => {
      const child = spawn(process.execPath, [...args], { stdio: ['pipe', 'pipe', 'inherit'] });
      started.push(child);
      await once(child.stdout, 'data');
      return String(child.pid);
    };
    const wait = 'console.log(1); process.stdin.resume()';
    const script = path.join(folder(), 'cli.js');
    await writeFile(script, wait);
    try {
      await leave(await start(script), 500);
      assert.equal(await status(), 'taken');
      for (const pid of [await start('-e', wait), String(process.pid), '999999999', '0']) {
        await leave(pid, 0);
        assert.equal(await status(), 'held', pid);
      }
    } finally {
      for (const child of started) child.kill();
    }
  });

  it('that is empty, cut off or of somebody else blocks for a minute only', async () => {
    const whole = await recordOf({});
    for (const text of ['', whole.slice(0, 60), 'hands off', `1\n{"pid": -1}`]) {
      await leave(text, 5);
      assert.equal(await status(), 'taken', text);
      await leave(text, 90);
      assert.equal(await status(), 'held', text);
    }
  });

  it('goes on where a process died while it replaced a dead lock', async () => {
    await leave(await recordOf({ pid: 999_999_999, token: 'first' }), 0);
    await writeFile(`${file()}.first`, await recordOf({ pid: 999_999_999, token: 'second' }));
    assert.equal(await status(), 'held');
    assert.deepEqual(await readdir(folder()), []);
    await leave(await recordOf({ pid: 999_999_999, token: 'first' }), 0);
    await writeFile(`${file()}.first`, await recordOf({ token: 'second' }));
    assert.equal(await status(), 'taken', 'by the one that is alive and at it');
  });

  it('leaves nothing behind on a full disk', async () => {
    mock.method(fsPromises, 'writeFile', async (name: string) => {
      await (await open(name, 'wx')).close();
      throw Object.assign(new Error(), { code: 'ENOSPC' });
    });
    await assert.rejects(acquireLock(file()), { code: 'store-unwritable', message: /run\.lock \(ENOSPC\)/ });
    assert.deepEqual(await readdir(folder()), []);
  });

  it('that cannot be read or written is an error with its name', async () => {
    await mkdir(file());
    await assert.rejects(acquireLock(file()), { code: 'store-unwritable', message: /run\.lock/ });
  });
});
