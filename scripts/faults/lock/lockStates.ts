import { rm, utimes, writeFile } from 'node:fs/promises';
import { ownIdentity } from '../../../src/files/lock/processIdentity';
import { startLockTaker } from './startLockTaker';

/** What two that start find in place of the lock. */
export interface LockState {
  readonly name: string;
  /** How many of the two get the lock. */
  readonly holders: 0 | 1;
  /** Leaves the lock `file` of the dataset at `root` so. */
  readonly leave: (file: string, root: string) => Promise<void>;
}

/** Since its last heartbeat. */
const HOUR_MS = 3_600_000;
/** What differs between the identities of two processes that cannot look each other up. */
const ELSEWHERE = { host: 'elsewhere', boot: 'another' };
const IN_CONTAINER = { pid: 1, namespace: 'pid:[1] time:[1]' };

export const LOCK_STATES: readonly LockState[] = [
  { name: 'none', holders: 1, leave: (file) => rm(file, { force: true }) },
  { name: 'of a killed process', holders: 1, leave: (_file, root) => takeAndDie(root) },
  { name: 'of another host, beating', holders: 0, leave: (file) => leaveRecord(file, ELSEWHERE, 0) },
  { name: 'of another host, silent', holders: 1, leave: (file) => leaveRecord(file, ELSEWHERE, HOUR_MS) },
  { name: 'of process 1, beating', holders: 0, leave: (file) => leaveRecord(file, IN_CONTAINER, 0) },
  { name: 'of process 1, silent', holders: 1, leave: (file) => leaveRecord(file, IN_CONTAINER, HOUR_MS) },
  { name: 'of process 1 and version 0.1', holders: 1, leave: (file) => writeFile(file, '1') },
  { name: 'empty, fresh', holders: 0, leave: (file) => leaveText(file, '', 0) },
  { name: 'empty, old', holders: 1, leave: (file) => leaveText(file, '', HOUR_MS) },
];

async function takeAndDie(root: string): Promise<void> {
  const taker = await startLockTaker(root);
  await taker.take();
  taker.kill();
  await taker.ended;
}

async function leaveRecord(file: string, change: object, ageMs: number): Promise<void> {
  const record = { ...(await ownIdentity()), token: 'abc', since: new Date().toISOString(), ...change };
  await leaveText(file, ` ${record.pid}\n${JSON.stringify(record)}\n`, ageMs);
}

async function leaveText(file: string, text: string, ageMs: number): Promise<void> {
  await writeFile(file, text);
  const time = new Date(Date.now() - ageMs);
  await utimes(file, time, time);
}
