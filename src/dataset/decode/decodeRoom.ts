/// <reference lib="es2024.sharedmemory" />
/** What all that decode at the same time, in whatever threads, may hold of large images together. */
export interface DecodeRoom {
  /** Resolves when there is room for so many pixels, to a function that gives it back. */
  take(pixels: number): Promise<() => void>;
}

/**
 * Up to eight bytes each: a decoder's coefficients, or floating-point numbers and what is made of them. Two photographs of 24
 * million pixels fit, which is as many as there are threads on most machines; one that is larger than this is decoded alone.
 */
const MOST_PIXELS = 1 << 26;
/** Below this, an image is not worth asking for. */
const LEAST_PIXELS = 1 << 20;
const FREE: DecodeRoom = { take: () => Promise.resolve(() => undefined) };

/** Shared by the threads that get the same memory. */
export const createRoomMemory = (): SharedArrayBuffer => new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

/** Absent memory: there is nobody to share with. */
export function openDecodeRoom(memory: SharedArrayBuffer | undefined): DecodeRoom {
  if (memory === undefined) return FREE;
  const held = new Int32Array(memory);
  return {
    take: async (pixels) => {
      if (pixels < LEAST_PIXELS) return () => undefined;
      for (;;) {
        const before = Atomics.load(held, 0);
        const fits = before === 0 || before + pixels <= MOST_PIXELS;
        if (!fits) await Atomics.waitAsync(held, 0, before).value;
        else if (Atomics.compareExchange(held, 0, before, before + pixels) === before) break;
      }
      return () => {
        Atomics.sub(held, 0, pixels);
        Atomics.notify(held, 0);
      };
    },
  };
}
