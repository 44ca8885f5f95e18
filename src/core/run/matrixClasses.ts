import { compareCodeUnits } from '../compareCodeUnits';
import type { SuspectPair } from '../query/galleryView';

/** The confusion matrix of more classes than this could not be read. */
const MOST_CLASSES = 24;

/**
 * The classes that the confusion matrix shows, in their order: all, or those that are confused with each other. One after
 * the other joins them that brings the most suspects into the matrix, or both of a pair that has more; a class that brings
 * none is left out.
 */
export function matrixClasses(classes: readonly string[], pairs: readonly SuspectPair[]): readonly string[] {
  if (classes.length <= MOST_CLASSES) return classes;
  const partners = partnersOf(pairs);
  const shown = new Set<string>();
  /** What each class that is not shown would bring. */
  const gains = new Map<string, number>();
  const show = (name: string) => {
    shown.add(name);
    gains.delete(name);
    for (const [partner, suspects] of partners.get(name) ?? [])
      if (!shown.has(partner)) gains.set(partner, (gains.get(partner) ?? 0) + suspects);
  };
  const apart = [...pairs].sort((a, b) => b.suspects - a.suspects)[Symbol.iterator]();
  let pair = apart.next();
  while (shown.size < MOST_CLASSES) {
    while (!pair.done && (shown.has(pair.value.given) || shown.has(pair.value.suggested)))
      pair = apart.next();
    const [name, gain] = largest(gains);
    const hasRoom = shown.size + 2 <= MOST_CLASSES;
    if (!pair.done && hasRoom && pair.value.suspects > gain) {
      show(pair.value.given);
      show(pair.value.suggested);
    } else if (gain > 0) show(name);
    else break;
  }
  return [...shown].sort(compareCodeUnits);
}

/** With which classes each one is confused, in either direction, and in how many suspects. */
function partnersOf(pairs: readonly SuspectPair[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const partners = new Map<string, Map<string, number>>();
  const join = (name: string, partner: string, suspects: number) => {
    const known = partners.get(name) ?? new Map<string, number>();
    partners.set(name, known.set(partner, (known.get(partner) ?? 0) + suspects));
  };
  for (const { given, suggested, suspects } of pairs) {
    join(given, suggested, suspects);
    join(suggested, given, suspects);
  }
  return partners;
}

/** The first by name of those with the largest gain. */
function largest(gains: ReadonlyMap<string, number>): [name: string, gain: number] {
  let [best, most] = ['', 0];
  for (const [name, gain] of gains)
    if (gain > most || (gain === most && compareCodeUnits(name, best) < 0)) [best, most] = [name, gain];
  return [best, most];
}
