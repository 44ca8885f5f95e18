import { compareCodeUnits } from '../compareCodeUnits';
import { pairKey } from './pairKey';
import type { TableRow } from '../run/run';

/** What suspects of a group have in common: the given→suggested pair, or the class they are labelled as. */
export type Grouping = 'pair' | 'class';

/** Suspects that stand together in a view; without `suggested` all that are labelled `given`. */
export interface SuspectGroup {
  readonly given: string;
  readonly suggested?: string;
  readonly suspects: number;
}

export interface GroupedView {
  /** For each position of the view, the index of its suspect. */
  readonly view: Int32Array;
  readonly groups: readonly SuspectGroup[];
}

/**
 * Brings the suspects of a view together by group: the largest group first, equal ones by name (code units). Within a
 * group they stay in the order of the view.
 */
export function groupSuspects(
  suspects: readonly TableRow[],
  view: Int32Array,
  grouping: Grouping | undefined,
): GroupedView {
  if (grouping === undefined) return { view, groups: [] };
  const found = new Map<string, { readonly given: string; readonly suggested?: string; indices: number[] }>();
  for (const index of view) {
    const { givenLabel: given, predictedLabel } = suspects[index]!;
    const names = grouping === 'pair' ? { given, suggested: predictedLabel } : { given };
    const key = groupKey(names);
    const group = found.get(key);
    if (group === undefined) found.set(key, { ...names, indices: [index] });
    else group.indices.push(index);
  }
  const sorted = [...found.values()].sort(
    (a, b) =>
      b.indices.length - a.indices.length ||
      compareCodeUnits(a.given, b.given) ||
      compareCodeUnits(a.suggested ?? '', b.suggested ?? ''),
  );
  const grouped = new Int32Array(view.length);
  let position = 0;
  for (const { indices } of sorted) for (const index of indices) grouped[position++] = index;
  return {
    view: grouped,
    groups: sorted.map(({ indices, ...names }) => ({ ...names, suspects: indices.length })),
  };
}

/** Tells groups of one grouping apart, in this view and the next. */
export const groupKey = ({ given, suggested }: Pick<SuspectGroup, 'given' | 'suggested'>): string =>
  suggested === undefined ? given : pairKey({ given, suggested });
