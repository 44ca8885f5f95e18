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

/** The hash at `index` in writing, as `sha256sum` begins. */
export function contentHashAt(words: Uint32Array, index: number): string {
  const from = index * CONTENT_HASH_WORDS;
  return Array.from(words.subarray(from, from + CONTENT_HASH_WORDS), (word) =>
    word.toString(16).padStart(DIGITS_PER_WORD, '0'),
  ).join('');
}
