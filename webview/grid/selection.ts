/** A half-open range of positions. */
export type Range = readonly [number, number];

/** Selected positions: disjoint, non-touching, ascending half-open ranges, so that "all of 100,000" is one pair. */
export type Selection = readonly Range[];

export const EMPTY_SELECTION: Selection = [];

export const selectionSize = (selection: Selection): number =>
  selection.reduce((sum, [start, end]) => sum + end - start, 0);

export function isSelected(selection: Selection, position: number): boolean {
  let [from, to] = [0, selection.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (selection[middle]![1] <= position) from = middle + 1;
    else to = middle;
  }
  return from < selection.length && selection[from]![0] <= position;
}

/** Joins ranges that overlap or touch and drops empty ones. */
export function normalizeRanges(ranges: readonly Range[]): Selection {
  const merged: [number, number][] = [];
  const sorted = ranges.filter(([start, end]) => end > start).sort((a, b) => a[0] - b[0]);
  for (const [start, end] of sorted) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

export function toggleSelected(selection: Selection, position: number): Selection {
  if (!isSelected(selection, position)) return normalizeRanges([...selection, [position, position + 1]]);
  return normalizeRanges(
    selection.flatMap(([start, end]): Range[] =>
      position >= start && position < end
        ? [
            [start, position],
            [position + 1, end],
          ]
        : [[start, end]],
    ),
  );
}

/** Both ends included, in either order: what Shift selects. */
export const selectBetween = (anchor: number, focus: number): Selection => [
  [Math.min(anchor, focus), Math.max(anchor, focus) + 1],
];
