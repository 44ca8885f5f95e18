import type { Areas } from './layOutStep';

/** Lays areas out in a memory that is made when all of them are known. */
export interface Arena extends Areas {
  /** Of the memory that the areas need. */
  bytes(): number;
  /** Writes what has been put into areas. */
  fill(memory: ArrayBuffer): void;
}

/** A cache line, so that areas do not share one. */
const ALIGNMENT = 64;

/** No area has the address 0, which stands for none. */
export function createArena(): Arena {
  let next = ALIGNMENT;
  const contents: { readonly address: number; readonly content: Float32Array | Uint32Array | Int8Array }[] =
    [];
  function reserve(bytes: number): number {
    const address = next;
    next += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    return address;
  }
  return {
    reserve,
    put(content) {
      const address = reserve(content.byteLength);
      contents.push({ address, content });
      return address;
    },
    bytes: () => next,
    fill(memory) {
      for (const { address, content } of contents)
        new Uint8Array(memory, address).set(
          new Uint8Array(content.buffer, content.byteOffset, content.byteLength),
        );
    },
  };
}
