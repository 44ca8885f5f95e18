import { readProc } from './processTree';

/** Bytes that a process holds. */
export interface ProcessMemory {
  /** Resident, with what it shares with other processes divided among them: sums over processes count nothing twice. */
  readonly proportional: number;
  readonly resident: number;
}

/** Undefined when the process has ended. */
export async function processMemory(pid: number): Promise<ProcessMemory | undefined> {
  const rollup = await readProc(pid, 'smaps_rollup');
  if (rollup === undefined || rollup === '') return undefined;
  return { proportional: bytesOf(rollup, 'Pss'), resident: bytesOf(rollup, 'Rss') };
}

/** Of several processes together. */
export async function totalMemory(pids: readonly number[]): Promise<ProcessMemory> {
  const all = (await Promise.all(pids.map(processMemory))).filter((memory) => memory !== undefined);
  return {
    proportional: all.reduce((sum, { proportional }) => sum + proportional, 0),
    resident: all.reduce((sum, { resident }) => sum + resident, 0),
  };
}

function bytesOf(rollup: string, name: string): number {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1];
  return Number(kilobytes ?? 0) * 1024;
}
