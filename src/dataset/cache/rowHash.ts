import { hashWords } from '../../core/hashWords';

/** Makes a function that hashes rows of this many bytes. */
export function createRowHash(bytesPerRow: number): (row: Uint8Array) => number {
  // Whole words; those at the end stay zero.
  const words = new Uint32Array(Math.ceil(bytesPerRow / Uint32Array.BYTES_PER_ELEMENT));
  const bytes = new Uint8Array(words.buffer);
  return (row) => {
    bytes.set(row);
    return hashWords(words);
  };
}
