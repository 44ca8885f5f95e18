import { closeSync, openSync } from 'node:fs';
import { systemErrorCode } from '../../core/systemErrorCode';

/** Files that are read in turns, of which as many as possible stay open. */
export interface OpenFiles {
  /** @throws the system's error. */
  descriptorOf(file: string): number;
  close(): void;
}

interface FileAccess {
  readonly open: (file: string) => number;
  readonly close: (descriptor: number) => void;
}

/** More than a large job has shards; some systems allow less. */
const MOST_OPEN = 2048;
const TOO_MANY: readonly (string | undefined)[] = ['EMFILE', 'ENFILE'];
const DISK: FileAccess = { open: (file) => openSync(file, 'r'), close: closeSync };

/** A file is opened when it is first asked for. Where the system allows no more, half of them are closed, the oldest first. */
export function openFiles(disk: FileAccess = DISK): OpenFiles {
  const open = new Map<string, number>();
  const closeOldest = (count: number) => {
    for (const [file, descriptor] of open) {
      if (count-- === 0) return;
      open.delete(file);
      disk.close(descriptor);
    }
  };
  const openAnother = (file: string): number => {
    if (open.size >= MOST_OPEN) closeOldest(1);
    try {
      return disk.open(file);
    } catch (error) {
      if (open.size === 0 || !TOO_MANY.includes(systemErrorCode(error))) throw error;
      closeOldest(Math.ceil(open.size / 2));
      return disk.open(file);
    }
  };
  return {
    descriptorOf(file) {
      const known = open.get(file);
      if (known !== undefined) return known;
      const descriptor = openAnother(file);
      open.set(file, descriptor);
      return descriptor;
    },
    close: () => closeOldest(open.size),
  };
}
