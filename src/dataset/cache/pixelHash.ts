import { hashWords } from '../../core/hashWords';

/** Makes a function that hashes images of this many bytes. */
export function createPixelHash(bytesPerImage: number): (image: Uint8Array) => number {
  // Whole words; those at the end stay zero.
  const words = new Uint32Array(Math.ceil(bytesPerImage / Uint32Array.BYTES_PER_ELEMENT));
  const bytes = new Uint8Array(words.buffer);
  return (image) => {
    bytes.set(image);
    return hashWords(words);
  };
}
