const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;
const LOW_DIGIT = DIGITS - 1;

/** Where runs of items with equal keys start and end in `items`. */
export interface KeyRuns {
  /** Positions in the keys, sorted by key; positions of equal keys ascend. */
  readonly items: Uint32Array;
  /** `[start, end)` of every run of at least two items. */
  readonly runs: () => Generator<readonly [number, number]>;
}

/**
 * Brings equal 32-bit keys together: a radix sort, linear in their number. The lowest `ignoredBits` do not
 * separate runs, but they order the items within one.
 */
export function runsOfEqualKeys(keys: Uint32Array, ignoredBits = 0): KeyRuns {
  const byLow = sortByDigit(keys, undefined, 0);
  const items = sortByDigit(keys, byLow, DIGIT_BITS);
  return {
    items,
    runs: function* () {
      for (let start = 0, end; start < items.length; start = end) {
        const key = keys[items[start]!]! >>> ignoredBits;
        end = start + 1;
        while (end < items.length && keys[items[end]!]! >>> ignoredBits === key) end++;
        if (end - start > 1) yield [start, end];
      }
    },
  };
}

/** A stable counting sort by one digit. Without `order`, of the keys as they stand. */
function sortByDigit(keys: Uint32Array, order: Uint32Array | undefined, shift: number): Uint32Array {
  const next = new Uint32Array(DIGITS + 1);
  for (const key of keys) next[((key >>> shift) & LOW_DIGIT) + 1]!++;
  for (let digit = 1; digit <= DIGITS; digit++) next[digit]! += next[digit - 1]!;
  const sorted = new Uint32Array(keys.length);
  for (let place = 0; place < keys.length; place++) {
    const item = order === undefined ? place : order[place]!;
    sorted[next[(keys[item]! >>> shift) & LOW_DIGIT]!++] = item;
  }
  return sorted;
}
