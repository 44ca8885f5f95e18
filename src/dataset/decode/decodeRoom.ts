/// <reference lib="es2024.sharedmemory" />
import { MOST_HELD_BYTES } from './heldBytes';

/** What all that decode at the same time, in whatever threads, may hold of large images together. */
export interface DecodeRoom {
  /** Resolves when there is room for so many bytes, of `MOST_HELD_BYTES` at most, to a function that gives it back. */
  take(bytes: number): Promise<() => void>;
}

/** Below this, an image is not worth asking for. */
const LEAST_BYTES = 1 << 23;
const FREE: DecodeRoom = { take: () => Promise.resolve(() => undefined) };

/** Shared by the threads that get the same memory. */
export const createRoomMemory = (): SharedArrayBuffer => new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

/** Absent memory: there is nobody to share with. */
export function openDecodeRoom(memory: SharedArrayBuffer | undefined): DecodeRoom {
  if (memory === undefined) return FREE;
  const held = new Int32Array(memory);
  return {
    take: async (bytes) => {
      if (bytes < LEAST_BYTES) return () => undefined;
      for (;;) {
        const before = Atomics.load(held, 0);
        if (before + bytes > MOST_HELD_BYTES) await Atomics.waitAsync(held, 0, before).value;
        else if (Atomics.compareExchange(held, 0, before, before + bytes) === before) break;
      }
      return () => {
        Atomics.sub(held, 0, bytes);
        Atomics.notify(held, 0);
      };
    },
  };
}
