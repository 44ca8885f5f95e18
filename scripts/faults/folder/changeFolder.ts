import { access, cp } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Rng } from '../../../src/core/rng';
import { NO_DISK, SmallDisk } from '../disk/smallDisk';
import type { Fault } from '../fault';
import { FaultLog, readLines } from '../faultLog';
import { FOLDER_WAYS, type FolderWay, type Place } from './folderWays';

/** Takes two small datasets and their runs. */
const DISK_BYTES = 16 << 20;
/** Longer than any use of a small dataset takes. */
const HANG_MS = 60_000;

/** Uses a dataset whose folder changes at some moment. @returns what a reviewer has printed; tells the log what else is told. */
export type FolderUse = (place: Place, moment: Moment, log: FaultLog) => Promise<readonly string[]>;

export interface Moment {
  readonly rng: Rng;
  /** To be called in the midst. */
  readonly change: () => Promise<void>;
}

/** Changes the folder of a dataset in use, each time in the next of the ways. */
export const changeFolder =
  (use: FolderUse): Fault =>
  async ({ root, rounds, rng }) => {
    const log = new FaultLog();
    for (let round = 0; round < rounds; round++) {
      const disk = await SmallDisk.mount(`${root}.disk`, DISK_BYTES);
      if (disk === undefined) return log.counts(0, NO_DISK);
      const problems = log.amiss.length;
      const way = FOLDER_WAYS[round % FOLDER_WAYS.length]!;
      try {
        await changeOnce(await furnish(disk, root), { use, way, rng, log });
      } finally {
        await disk.unmount();
      }
      if (log.amiss.length > problems) log.amiss.push(`That was round ${round}: ${way.name}.`);
    }
    return log.counts(rounds, FOLDER_WAYS.map(({ name }) => name).join(', '));
  };

async function furnish(disk: SmallDisk, from: string): Promise<Place> {
  const [root = '', away = '', other = ''] = ['data', 'away', 'other'].map((name) =>
    path.join(disk.folder, name),
  );
  for (const folder of [root, other]) await cp(from, folder, { recursive: true });
  return { disk, root, away, other };
}

interface Round {
  readonly use: FolderUse;
  readonly way: FolderWay;
  readonly rng: Rng;
  readonly log: FaultLog;
}

async function changeOnce(place: Place, { use, way, rng, log }: Round): Promise<void> {
  const change = () => way.change(place);
  const lines = await withoutHanging(use(place, { rng, change }, log), log);
  await place.disk.makeWritable();
  log.hear(way.journals.length > 0 ? lines : lines.filter((line) => !line.startsWith('saved ')));
  const journals = await Promise.all(way.journals.map((name) => readLines(place[name])));
  log.checkLines(journals.flat());
  for (const name of way.journals) await log.check(place[name]);
  if (way.isGone && (await isThere(place.root))) log.amiss.push('The folder was made again.');
}

async function withoutHanging(work: Promise<readonly string[]>, log: FaultLog): Promise<readonly string[]> {
  const settled = new AbortController();
  const deadline = sleep(HANG_MS, undefined, { signal: settled.signal }).then(() => {
    log.amiss.push('It hangs.');
    return [];
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    settled.abort();
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false, // gone, as it should be
  );
