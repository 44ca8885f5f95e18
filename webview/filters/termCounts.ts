import type { SuspectPair } from '../../src/core/query/galleryView';
import { OFF_TOPIC, type TermName } from '../../src/core/query/suspectTerms';
import type { GalleryState } from '../../src/shared/galleryProtocol';

/** How many images of the run a term finds by itself; undefined where that is not known. The value of a flag is ''. */
export type CountOf = (name: TermName, value: string) => number | undefined;

/** How many suspects each class has, as their given or as their suggested label. */
export function suspectsByClass(
  pairs: readonly SuspectPair[],
  which: 'given' | 'suggested',
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const pair of pairs) counts.set(pair[which], (counts.get(pair[which]) ?? 0) + pair.suspects);
  return counts;
}

/** Counts what terms find; classes from the pairs of the run, null where they are not known yet. */
export function termCounts(
  state: Pick<GalleryState, 'counts' | 'checks' | 'offTopic'>,
  pairs: readonly SuspectPair[] | null,
): CountOf {
  const known = knownCounts(state);
  const byClass = new Map<'given' | 'suggested', ReadonlyMap<string, number>>();
  const ofClass = (which: 'given' | 'suggested', value: string) => {
    if (pairs === null) return undefined;
    // Made when first asked for: most of the time no list of classes is open.
    const counts = byClass.get(which) ?? suspectsByClass(pairs, which);
    byClass.set(which, counts);
    return counts.get(value) ?? 0;
  };
  return (name, value) => {
    if (name === 'class') return ofClass('given', value);
    return name === 'suggested' ? ofClass('suggested', value) : known[name]?.[value];
  };
}

/** By term and value. */
function knownCounts({
  counts,
  checks,
  offTopic,
}: Pick<GalleryState, 'counts' | 'checks' | 'offTopic'>): Partial<
  Record<TermName, Readonly<Record<string, number>>>
> {
  const { suspects, reviewed, kept, relabelled, excluded, unsure } = counts;
  const ofChecks = checks && {
    fault: checks.faults,
    contradiction: { '': checks.contradictions.images },
    leak: { '': checks.leaks.images },
    duplicate: { '': checks.duplicates.images },
  };
  return {
    action: { keep: kept, relabel: relabelled, exclude: excluded, unsure },
    unreviewed: { '': suspects - reviewed },
    reviewed: { '': reviewed },
    kind: { label: suspects, [OFF_TOPIC]: offTopic },
    ...ofChecks,
  };
}
