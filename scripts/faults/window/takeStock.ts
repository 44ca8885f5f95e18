import { readdir, readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { processTree } from '../../../bench/processes/processTree';
import { STORE_FOLDER } from '../../../src/core/names';
import { isTemporary } from '../../../src/files/atomicWrite';

/** What a process has open, and what it has left on the disk. Linux only. */
export interface Stock {
  /** None of these may grow. */
  readonly counts: Readonly<Record<string, number>>;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

/** Counts what this process holds, with the descriptors and files of the dataset at `root`. */
export async function takeStock(root: string): Promise<Stock> {
  collectGarbage();
  const descriptors = await openFiles();
  const names = await readdir(root, { recursive: true });
  const { heapUsed, rss } = process.memoryUsage();
  return {
    counts: {
      'child processes': (await processTree(process.pid)).length - 1,
      'active resources': process.getActiveResourcesInfo().length,
      'open descriptors': descriptors.length,
      'open descriptors in the store': descriptors.filter((file) => file.includes(STORE_FOLDER)).length,
      'listeners of the process': process
        .eventNames()
        .reduce((sum, name) => sum + process.listenerCount(name), 0),
      'temporary files in the store': names.filter(isLeftOver).length,
      'entries of the temporary folder': (await readdir(tmpdir())).length,
    },
    heapBytes: heapUsed,
    residentBytes: rss,
  };
}

/** What has grown, in sentences. */
export function whatGrew(before: Stock, after: Stock): readonly string[] {
  return Object.entries(after.counts)
    .filter(([what, count]) => count > (before.counts[what] ?? 0))
    .map(([what, count]) => `There are ${count} ${what}, and were ${before.counts[what]}.`);
}

const isLeftOver = (file: string): boolean => {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return isTemporary(name) || name.endsWith('.tmp') || name.startsWith('run.lock') || name === 'checkpoints';
};

async function openFiles(): Promise<readonly string[]> {
  const links = await readdir('/proc/self/fd');
  // That of the listing itself is closed by now.
  const targets = await Promise.all(links.map((link) => readlink(`/proc/self/fd/${link}`).catch(() => '')));
  return targets.filter((target) => target !== '');
}

/** Twice, as what the first frees may hold more. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // there by the flag
  collect();
  collect();
}
