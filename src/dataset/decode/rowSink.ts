import { closeSync, openSync, writeSync } from 'node:fs';
import { asDiskFailure } from '../cache/diskFailure';

/** Where a thread puts the rows of images. */
export interface RowSink {
  /** @throws DiskFailure when the disk is full. */
  write(place: number, row: Uint8Array): void;
  /** Writes what has been held back until now. @throws the same */
  flush(): void;
  close(): void;
}

/** Into shared memory, or into a file that exists. A row at place `p` starts at byte `p × bytesPerRow`. */
export function openRowSink(target: Uint8Array | string, bytesPerRow: number): RowSink {
  return typeof target === 'string' ? openFile(target, bytesPerRow) : toMemory(target, bytesPerRow);
}

const toMemory = (target: Uint8Array, bytesPerRow: number): RowSink => ({
  write: (place, row) => target.set(row, place * bytesPerRow),
  flush: () => undefined,
  close: () => undefined,
});

/** Rows that lie side by side are written together, up to this many bytes: tiny ones take longer to write than to decode. */
const MOST_HELD_BYTES = 1 << 18;

function openFile(file: string, bytesPerRow: number): RowSink {
  const descriptor = openSync(file, 'r+');
  const held = new Uint8Array(Math.max(Math.floor(MOST_HELD_BYTES / bytesPerRow), 1) * bytesPerRow);
  let start = 0;
  let length = 0;
  const flush = () => {
    const end = length;
    length = 0;
    try {
      for (let from = 0; from < end;) from += writeSync(descriptor, held, from, end - from, start + from);
    } catch (error) {
      throw asDiskFailure(error);
    }
  };
  return {
    write: (place, row) => {
      if (length === held.length || place * bytesPerRow !== start + length) flush();
      if (length === 0) start = place * bytesPerRow;
      held.set(row, length);
      length += bytesPerRow;
    },
    flush,
    close: () => closeSync(descriptor),
  };
}
