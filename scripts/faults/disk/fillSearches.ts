import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ScanOptions } from '../../../src/core/run/scanOptions';
import type { Fault } from '../fault';
import type { FaultLog } from '../faultLog';
import { createController, searchIn } from '../searchWindow';
import { startReviewer } from '../startReviewer';
import { levelsBetween } from './levelsBetween';
import { measureStages, STAGES, type Stage } from './measureStages';
import { onSmallDisk } from './onSmallDisk';

const DISK_BYTES = 32 << 20;
const DECIDED = 10;

/** Training leaves something to go on from after seconds only. */
const OPTIONS: Readonly<Record<Stage, Partial<ScanOptions>>> = {
  decode: { imageSize: 32 },
  train: { imageSize: 32, epochs: 80 },
  write: { imageSize: 32 },
};

/** Searches on a disk that is full within one stage of the search, from its first page to its last. */
export const fillSearches = (stage: Stage): Fault =>
  onSmallDisk(DISK_BYTES, async (disk, { root, rounds }, log) => {
    const controller = createController();
    try {
      const { lines } = await startReviewer(root, 'd', DECIDED).ended;
      const copy = path.join(disk.folder, 'data');
      const search = () => searchIn(controller, copy, OPTIONS[stage]);
      await cp(root, copy, { recursive: true });
      const used = await measureStages(disk, controller, search);
      const index = STAGES.indexOf(stage);
      const levels = levelsBetween(used[index - 1] ?? 0, used[index] ?? 0, rounds);
      let done = 0;
      for (const spareBytes of levels) {
        await disk.clear();
        await rm(copy, { recursive: true });
        await cp(root, copy, { recursive: true });
        await disk.fillAllBut(spareBytes);
        if (await isDone(search, log)) done++;
        await disk.clear();
        log.hear(lines);
        await log.check(copy);
      }
      if (!(await isDone(search, log))) log.amiss.push('A search with room again failed.');
      const kibibytes = [levels[0], levels.at(-1)].map((bytes = 0) => bytes >> 10).join(' to ');
      return `room for ${kibibytes} KiB; ${done} went through`;
    } finally {
      await controller.dispose();
    }
  });

async function isDone(search: () => Promise<unknown>, log: FaultLog): Promise<boolean> {
  try {
    await search();
    return true;
  } catch (error) {
    log.tell(error);
    return false;
  }
}
