import { compareCodeUnits } from '../compareCodeUnits';
import type { SuspectPair } from '../query/galleryView';

/** The confusion matrix of more classes than this could not be read. */
const MOST_CLASSES = 24;

/**
 * The classes that the confusion matrix shows, in their order: all, or those with the most suspects, given or
 * suggested.
 */
export function matrixClasses(classes: readonly string[], pairs: readonly SuspectPair[]): readonly string[] {
  if (classes.length <= MOST_CLASSES) return classes;
  const involved = new Map(classes.map((name) => [name, 0]));
  for (const { given, suggested, suspects } of pairs)
    for (const name of [given, suggested]) involved.set(name, (involved.get(name) ?? 0) + suspects);
  return [...involved]
    .sort(([a, countA], [b, countB]) => countB - countA || compareCodeUnits(a, b))
    .slice(0, MOST_CLASSES)
    .map(([name]) => name)
    .sort(compareCodeUnits);
}
