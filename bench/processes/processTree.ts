import { readdir, readFile } from 'node:fs/promises';
import { systemErrorCode } from '../../src/core/systemErrorCode';

export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
  /** On the processor so far, in milliseconds, threads included. */
  readonly cpuMs: number;
}

/** Linux counts processor time in hundredths of a second. */
const MS_PER_TICK = 10;
/** Places among the fields of `/proc/PID/stat` that follow the name, which ends with the last `)`. */
const PARENT = 1;
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/** The process and all that it has started, as far as they still run. Linux only. */
export async function processTree(root: number): Promise<ProcessInfo[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = (await Promise.all(pids.map(processInfo))).filter((info) => info !== undefined);
  const tree = all.filter(({ pid }) => pid === root);
  for (const known of tree) tree.push(...all.filter(({ parent }) => parent === known.pid));
  return tree;
}

async function processInfo(pid: number): Promise<ProcessInfo | undefined> {
  const stat = await readProc(pid, 'stat');
  const commandLine = await readProc(pid, 'cmdline');
  if (stat === undefined || commandLine === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const cpuMs = (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) * MS_PER_TICK;
  return {
    pid,
    parent: Number(fields[PARENT]),
    commandLine: commandLine.replaceAll('\0', ' ').trim(),
    cpuMs,
  };
}

/** Undefined when the process has ended. */
export async function readProc(pid: number, name: string): Promise<string | undefined> {
  try {
    return await readFile(`/proc/${pid}/${name}`, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}
