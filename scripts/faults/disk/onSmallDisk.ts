import type { Fault, FaultOptions } from '../fault';
import { FaultLog } from '../faultLog';
import { NO_DISK, SmallDisk } from './smallDisk';

/** What is done on the disk. @returns a note on what came of it. */
type DiskWork = (disk: SmallDisk, options: FaultOptions, log: FaultLog) => Promise<string>;

/** A fault on a small disk of its own; it is skipped where none may be mounted. */
export const onSmallDisk =
  (bytes: number, work: DiskWork): Fault =>
  async (options) => {
    const log = new FaultLog();
    const disk = await SmallDisk.mount(`${options.root}.disk`, bytes);
    if (disk === undefined) return log.counts(0, NO_DISK);
    try {
      return log.counts(options.rounds, await work(disk, options, log));
    } finally {
      await disk.unmount();
    }
  };
