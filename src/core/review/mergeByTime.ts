import type { JournalEntry } from './review';

/** Two journals as one: each keeps its order, and of the two next entries the earlier one comes first. */
export function mergeByTime(one: readonly JournalEntry[], other: readonly JournalEntry[]): JournalEntry[] {
  const merged: JournalEntry[] = [];
  let [i, j] = [0, 0];
  while (i < one.length && j < other.length)
    merged.push(Date.parse(other[j]!.at) <= Date.parse(one[i]!.at) ? other[j++]! : one[i++]!);
  return [...merged, ...one.slice(i), ...other.slice(j)];
}
