import { closeSync, openSync, writeSync } from 'node:fs';

/** Where a thread puts decoded images. */
export interface PixelSink {
  /** @throws the system's error when the disk is full. */
  write(place: number, image: Uint8Array): void;
  /** Writes what has been held back until now. @throws the same */
  flush(): void;
  close(): void;
}

/** Into shared memory, or into a file that exists. An image at place `p` starts at byte `p × bytesPerImage`. */
export function openPixelSink(target: Uint8Array | string, bytesPerImage: number): PixelSink {
  return typeof target === 'string' ? openFile(target, bytesPerImage) : toMemory(target, bytesPerImage);
}

const toMemory = (target: Uint8Array, bytesPerImage: number): PixelSink => ({
  write: (place, image) => target.set(image, place * bytesPerImage),
  flush: () => undefined,
  close: () => undefined,
});

/** Images that lie side by side are written together, up to this many bytes: tiny ones take longer to write than to decode. */
const MOST_HELD_BYTES = 1 << 18;

function openFile(file: string, bytesPerImage: number): PixelSink {
  const descriptor = openSync(file, 'r+');
  const held = new Uint8Array(Math.max(Math.floor(MOST_HELD_BYTES / bytesPerImage), 1) * bytesPerImage);
  let start = 0;
  let length = 0;
  const flush = () => {
    const end = length;
    length = 0;
    for (let from = 0; from < end;) from += writeSync(descriptor, held, from, end - from, start + from);
  };
  return {
    write: (place, image) => {
      if (length === held.length || place * bytesPerImage !== start + length) flush();
      if (length === 0) start = place * bytesPerImage;
      held.set(image, length);
      length += bytesPerImage;
    },
    flush,
    close: () => closeSync(descriptor),
  };
}
