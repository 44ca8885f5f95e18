import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { systemErrorCode } from '../../core/systemErrorCode';

/** What tells a process from all others, also from a later one with the same number. */
export const processIdentitySchema = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  host: v.string(),
  /** This start of the computer. */
  boot: v.string(),
  /** Where the number counts: every container has a process 1. Empty on systems without containers. */
  namespace: v.string(),
  /** When the process started, as the system says it; empty where it does not. */
  started: v.string(),
});
export type ProcessIdentity = Readonly<v.InferOutput<typeof processIdentitySchema>>;

/** Outside Linux the start of the computer is reckoned from a clock that may be set, so it is rounded to this, and may be a step off. */
const BOOT_STEP_SECONDS = 600;

/** This process. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  const { pid } = process;
  const host = hostname();
  if (process.platform !== 'linux') {
    const boot = String(Math.round((Date.now() / 1000 - uptime()) / BOOT_STEP_SECONDS));
    return { pid, host, boot, namespace: '', started: (await startOf(pid)) ?? '' };
  }
  const stat = await readText('/proc/self/stat');
  return {
    pid,
    host,
    boot: (await readText('/proc/sys/kernel/random/boot_id')).trim(),
    // Start times count in the time namespace.
    namespace: `${await linkOf('/proc/self/ns/pid')} ${await linkOf('/proc/self/ns/time')}`.trim(),
    // A /proc of another namespace shows other processes under these numbers.
    started: Number.parseInt(stat, 10) === pid ? (parseStat(stat)?.started ?? '') : '',
  };
}

/** Whether a process runs; undefined when that cannot be told from here, as on another computer or in another container. */
export async function isRunning(
  { pid, host, boot, namespace, started }: ProcessIdentity,
  self: ProcessIdentity,
): Promise<boolean | undefined> {
  // Linux gives every start a random number; elsewhere two computers may have started at the same time.
  const isSameComputer =
    process.platform === 'linux'
      ? boot !== '' && boot === self.boot
      : host === self.host && Math.abs(Number(boot || NaN) - Number(self.boot)) <= 1;
  if (!isSameComputer || namespace !== self.namespace) return undefined;
  if (!exists(pid)) return false;
  if (started === '' || self.started === '') return undefined;
  const startNow = await startOf(pid);
  return startNow === undefined ? undefined : startNow === started;
}

/** Whether some process of this computer has this number. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

/** The program and arguments of a process; empty where the system does not tell. */
export async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return (await readText(`/proc/${pid}/cmdline`)).replaceAll('\0', ' ');
  return process.platform === 'win32' ? '' : await askPs('command=', pid);
}

/** When the process of that number started, `ended` for one that only waits to be removed; undefined when not known. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  if (process.platform !== 'linux') return (await askPs('lstart=', pid)) || undefined;
  const stat = parseStat(await readText(`/proc/${pid}/stat`));
  return stat !== undefined && /[ZXx]/u.test(stat.state) ? 'ended' : stat?.started;
}

/** Of `/proc/PID/stat`: the name in brackets may hold anything, brackets and spaces too. */
function parseStat(text: string): { readonly state: string; readonly started: string } | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // Fields 3 and 22 of proc_pid_stat(5).
  const [state, started] = [fields[0], fields[19]];
  return state === undefined || started === undefined ? undefined : { state, started };
}

async function askPs(column: string, pid: number): Promise<string> {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    return (await promisify(execFile)('ps', ['-o', column, '-p', String(pid)], { env })).stdout.trim();
  } catch {
    return ''; // No such process, or no `ps`.
  }
}

/** Empty when there is no such file, or it may not be read. */
const readText = (file: string) => readFile(file, 'utf8').catch(() => '');
const linkOf = (file: string) => readlink(file).catch(() => '');
