import type { Box } from './imagePlace';

/**
 * What tells one image file from another whatever its name: the first 128 bits of the SHA-256 of its bytes, as numbers of 32
 * bits each, the most significant first.
 */
export const CONTENT_HASH_WORDS = 4;

const DIGITS_PER_WORD = 8;

/** Digits of a hash in writing. */
export const CONTENT_HASH_DIGITS = CONTENT_HASH_WORDS * DIGITS_PER_WORD;

/** The hash of an image whose file was not read. */
export const NO_CONTENT_HASH = '0'.repeat(CONTENT_HASH_DIGITS);

/** A byte in writing: a table is ten times as fast as making each anew, of which a dataset has millions. */
const BYTE_DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The hash at `index` in writing, as `sha256sum` begins. */
export function contentHashAt(words: Uint32Array, index: number): string {
  let digits = '';
  for (let i = index * CONTENT_HASH_WORDS; i < (index + 1) * CONTENT_HASH_WORDS; i++) {
    const word = words[i]!;
    digits +=
      BYTE_DIGITS[word >>> 24]! +
      BYTE_DIGITS[(word >>> 16) & 0xff]! +
      BYTE_DIGITS[(word >>> 8) & 0xff]! +
      BYTE_DIGITS[word & 0xff]!;
  }
  return digits;
}

/** What the content hash of a box is of, given that of its picture. */
export const boxContent = (picture: Iterable<number>, { x, y, width, height }: Box): string =>
  [...picture, x, y, width, height].join();
