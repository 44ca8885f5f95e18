import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { systemErrorCode } from '../../core/systemErrorCode';
import { temporaryBeside, unwritable } from '../atomicWrite';
import {
  commandOf,
  exists,
  isRunning,
  ownIdentity,
  processIdentitySchema,
  type ProcessIdentity,
} from './processIdentity';
import { retryInUse } from '../retryInUse';

/** The process that has a lock, as far as the lock says. */
export interface LockHolder {
  readonly pid?: number;
  readonly host?: string;
  readonly since: Date;
  /** When it last gave a sign of life, by the clock of the computer that has the file, in milliseconds since 1970. */
  readonly beatMs: number;
  /** It was looked up on this computer; others are told by their signs of life. */
  readonly isSeen: boolean;
}

export type LockAttempt =
  | { readonly status: 'held'; readonly release: () => Promise<void> }
  | { readonly status: 'taken'; readonly holder: LockHolder };

const HEARTBEAT_MS = 10_000;
/** After so long without a heartbeat, a holder that cannot be looked at counts as dead. */
const STALE_MS = 60_000;
/** Others come and go between two looks; so often in a row, something else is wrong. */
const MAX_LOOKS = 100;

const recordSchema = v.object({ ...processIdentitySchema.entries, token: v.string(), since: v.string() });
type LockRecord = Readonly<v.InferOutput<typeof recordSchema>>;

/** What this process writes into its lock, and the complete temporary file that holds it. */
interface Claim {
  readonly base: string;
  readonly record: LockRecord;
  readonly text: string;
  readonly temporary: string;
  /** Of the temporary file: the present by the clock of the computer that has the files. */
  readonly nowMs: number;
}

/** A lock as found. `mark` is its own and no other's, before or after. */
interface FoundLock {
  readonly mark: string;
  readonly mtime: Date;
  readonly record?: LockRecord;
  /** Of a lock of version 0.1, which holds nothing else. */
  readonly pid?: number;
}

/**
 * Tries to take the lock `file`, which one process has at a time until it releases it or ends. A lock appears complete, as a
 * link to a file written before. One whose holder is dead is replaced only by the process that has the lock of that
 * replacement, `file.<mark>`, of which the same holds: so two that find one dead lock cannot both take it.
 *
 * On the same computer (and in the same container) a holder is looked up by number and start time; others are told by their
 * heartbeat, which a computer that is suspended for longer than a minute misses. Without hard links a lock is empty for a
 * moment; such a one counts as held while it is fresh.
 * @throws AppError `store-unwritable`.
 */
export async function acquireLock(file: string): Promise<LockAttempt> {
  try {
    const claim = await prepareClaim(file);
    try {
      const found = await take(file, claim);
      if (found === undefined) return hold(file, claim.text);
      return { status: 'taken', holder: await toHolder(found, claim.record) };
    } finally {
      await rm(claim.temporary, { force: true });
    }
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

async function prepareClaim(base: string): Promise<Claim> {
  const token = randomBytes(8).toString('hex');
  const record = { ...(await ownIdentity()), token, since: new Date().toISOString() };
  // Version 0.1 reads the number and no further; the blank tells this form from that one.
  const text = ` ${record.pid}\n${JSON.stringify(record)}\n`;
  const temporary = temporaryBeside(base);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    return { base, record, text, temporary, nowMs: (await stat(temporary)).mtimeMs };
  } catch (error) {
    // On a full disk an empty one is left.
    await rm(temporary, { force: true }).catch(() => undefined); // the first failure is the one to report
    throw error;
  }
}

/** Puts this process's record at `file`; the lock that is in the way, when its holder may be alive. */
async function take(file: string, claim: Claim): Promise<FoundLock | undefined> {
  let found: FoundLock | undefined;
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    if (await create(file, claim)) return undefined;
    found = await look(file);
    if (found === undefined) continue; // Released between the two looks.
    if (await isHeld(found, claim)) return found;
    const heir = `${claim.base}.${found.mark}`;
    const other = await take(heir, claim);
    if (other !== undefined) return other;
    // From here on nobody else may replace that lock. It may have been replaced before.
    const again = await look(file);
    if (again?.mark === found.mark && !(await isHeld(again, claim))) {
      await retryInUse(() => rename(heir, file));
      return undefined;
    }
    await retryInUse(() => rm(heir, { force: true }));
  }
  return found ?? { mark: '', mtime: new Date(claim.nowMs) };
}

/** Creates a lock with all its content; false when there is one. */
async function create(file: string, { temporary, record }: Claim): Promise<boolean> {
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    // Systems without hard links say so in many ways; what else is wrong stops the copy as well.
    if (systemErrorCode(error) !== 'EEXIST') await retryInUse(() => copyNew(temporary, file));
  }
  // Over a network the first answer may have been lost; and a copy that was still empty may have been taken away.
  return (await look(file))?.mark === record.token;
}

async function copyNew(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  }
}

async function look(file: string): Promise<FoundLock | undefined> {
  try {
    // On Windows, one that was released a moment ago may not be opened yet.
    const handle = await retryInUse(() => open(file));
    try {
      const { ino, mtime } = await handle.stat();
      const text = await handle.readFile('utf8');
      const record = parseRecord(text);
      if (record !== undefined) return { mark: record.token, mtime, record };
      const mark = createHash('sha256')
        .update(`${ino} ${mtime.getTime()} ${text}`)
        .digest('hex')
        .slice(0, 16);
      return /^\d{1,10}$/u.test(text) ? { mark, mtime, pid: Number(text) } : { mark, mtime };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parseRecord(text: string): LockRecord | undefined {
  try {
    const parsed = v.safeParse(recordSchema, JSON.parse(text.slice(text.indexOf('\n'))));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined; // Empty, cut off by a full disk, or of somebody else.
  }
}

async function isHeld({ record, pid, mtime }: FoundLock, { record: self, nowMs }: Claim): Promise<boolean> {
  if (pid !== undefined) return isOldRun(pid, self);
  const running = record === undefined ? undefined : await isRunning(record, self);
  // One from the future counts as old, too: its clock was set back.
  return running ?? Math.abs(nowMs - mtime.getTime()) < STALE_MS;
}

/** Whether a process is a run of version 0.1: the number in its lock may by now be another program's. */
async function isOldRun(pid: number, self: ProcessIdentity): Promise<boolean> {
  if (pid === self.pid || pid === 0 || !exists(pid)) return false;
  const command = await commandOf(pid);
  return command === '' || /label-review|\b(cli|trainer)\.js\b/u.test(command);
}

async function toHolder({ record, pid, mtime }: FoundLock, self: ProcessIdentity): Promise<LockHolder> {
  const beatMs = mtime.getTime();
  if (record === undefined) return { pid, since: mtime, beatMs, isSeen: pid !== undefined };
  const isSeen = (await isRunning(record, self)) === true;
  return { pid: record.pid, host: record.host, since: new Date(record.since), beatMs, isSeen };
}

function hold(file: string, text: string): LockAttempt {
  let beats = Promise.resolve();
  const timer = setInterval(() => {
    beats = beats.then(() => beat(file, text));
  }, HEARTBEAT_MS).unref();
  const release = async () => {
    clearInterval(timer);
    await beats;
    if ((await readFile(file, 'utf8').catch(() => undefined)) !== text) return;
    // On a disk that is read-only by now it stays, and is told by its process and heartbeat.
    await retryInUse(() => rm(file, { force: true })).catch(() => undefined);
  };
  return { status: 'held', release };
}

/** Writes the first byte again, so that the time comes from the computer that has the file, as does the one it is compared with. */
async function beat(file: string, text: string): Promise<void> {
  try {
    const handle = await open(file, 'r+');
    try {
      if ((await handle.readFile('utf8')) === text) await handle.write(text.slice(0, 1), 0);
    } finally {
      await handle.close();
    }
  } catch {
    // The disk is full or away for now; the next beat tries again.
  }
}
