/** The memory of a WebAssembly module, and its allocator. */
export interface WasmHeap {
  /** 0 when there is no room. May let the memory grow, which detaches all views of it. */
  malloc(byteLength: number): number;
  free(address: number): void;
  /** As it is now. */
  buffer(): ArrayBuffer;
}

/** Working memory for one call after the other, allocated by the module so that neither side overwrites the other. */
export interface Scratch {
  /**
   * Addresses of areas of these many bytes, valid until the next call of `reserve`. May let the memory grow, which
   * detaches all views of it. @throws RangeError when there is no room.
   */
  reserve(...byteLengths: readonly number[]): number[];
  /** A view of reserved memory; take it after the last allocation. */
  uint8(address: number, length: number): Uint8Array;
  uint32(address: number, length: number): Uint32Array;
  float32(address: number, length: number): Float32Array;
}

/** A cache line, so that areas do not share one. */
const ALIGNMENT = 64;

/** One area, kept for good; it is replaced when a larger one is asked for. */
export function createScratch(heap: WasmHeap): Scratch {
  let start = 0;
  let size = 0;
  return {
    reserve(...byteLengths) {
      const total = byteLengths.reduce((sum, length) => sum + aligned(length), ALIGNMENT);
      if (total > size) {
        if (size > 0) heap.free(start);
        start = heap.malloc(total) >>> 0; // unsigned above 2 GB
        size = start === 0 ? 0 : total;
        if (start === 0) throw new RangeError(`wasm memory has no room for ${total} more bytes`);
      }
      let next = aligned(start);
      return byteLengths.map((length) => {
        const address = next;
        next += aligned(length);
        return address;
      });
    },
    uint8: (address, length) => new Uint8Array(heap.buffer(), address, length),
    uint32: (address, length) => new Uint32Array(heap.buffer(), address, length),
    float32: (address, length) => new Float32Array(heap.buffer(), address, length),
  };
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
