import type { Range, Selection } from './selection';

/** What of `ranges` is in none of `without`; both ascending and disjoint. */
export function subtractRanges(ranges: readonly Range[], without: readonly Range[]): Selection {
  const left: Range[] = [];
  let next = 0;
  for (const [start, end] of ranges) {
    let from = start;
    while (next < without.length && without[next]![1] <= from) next++;
    for (let at = next; at < without.length && without[at]![0] < end; at++) {
      const [taken, takenEnd] = without[at]!;
      if (taken > from) left.push([from, taken]);
      from = Math.max(from, takenEnd);
    }
    if (from < end) left.push([from, end]);
  }
  return left;
}
