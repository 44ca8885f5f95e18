/** FNV-1a (Fowler, Noll and Vo) over words rather than bytes, 32 bits. */
export function hashWords(words: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (const word of words) {
    hash = Math.imul(hash ^ word, 0x01000193);
    // The product moves bits up only.
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
