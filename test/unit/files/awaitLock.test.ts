import assert from 'node:assert/strict';
import { once } from 'node:events';
import { utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { awaitLock } from '../../../src/files/lock/awaitLock';
import { ownIdentity } from '../../../src/files/lock/processIdentity';
import { temporaryFolder } from '../temporaryFolder';

describe('awaitLock', () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), 'rows.lock');

  /** As another computer leaves it, with its last sign of life so many seconds ago. */
  async function leave(secondsAgo: number): Promise<void> {
    const since = '2026-01-02T03:04:05Z';
    const record = { ...(await ownIdentity()), boot: 'another', host: 'elsewhere', token: 'theirs', since };
    await writeFile(file(), ` 1\n${JSON.stringify(record)}\n`);
    await beat(secondsAgo);
  }

  const beat = (secondsAgo: number) => {
    const time = Date.now() / 1000 - secondsAgo;
    return utimes(file(), time, time);
  };

  /** Waits for the lock; `events` tells when that begins. */
  function start() {
    const waiting = new EventTarget();
    const told = once(waiting, 'wait');
    const abort = new AbortController();
    const onWait = () => waiting.dispatchEvent(new Event('wait'));
    return { told, abort, attempt: awaitLock(file(), { onWait, signal: abort.signal, lookMs: 1 }) };
  }

  it('takes what nobody has, and does not wait for a process of this computer', async () => {
    assert.equal((await start().attempt).status, 'held');
    const taken = await start().attempt;
    assert.ok(taken.status === 'taken' && taken.holder.isSeen);
  });

  it('takes over what another computer has left, as soon as that counts as dead', async () => {
    await leave(20);
    const { told, attempt } = start();
    await told;
    await beat(61);
    assert.equal((await attempt).status, 'held');
  });

  it('leaves it to one that is heard of', async () => {
    await leave(20);
    const { told, attempt } = start();
    await told;
    await beat(0);
    const { status } = await attempt;
    assert.equal(status, 'taken');
  });

  it('ends when it is told to', async () => {
    await leave(20);
    const { told, abort, attempt } = start();
    await told;
    abort.abort();
    await assert.rejects(attempt, { name: 'AbortError' });
  });
});
