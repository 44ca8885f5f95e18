import { isSameDecision, type Decision } from './review';
import type { ReviewLog, Statement } from './reviewLog';

/** Decisions about one image that differ where the earlier one stands later in the journal, and so counts. */
export interface Contradiction {
  readonly path: string;
  readonly counts: Decision | null;
  /** The latest by its time. */
  readonly later: Decision | null;
}

/**
 * Finds what version control leaves where two people decided about one image: it merges the lines of their journals in an
 * order that has nothing to do with time.
 */
export function findContradictions(log: ReviewLog): readonly Contradiction[] {
  const found: Contradiction[] = [];
  for (const path of log.paths()) {
    const [latest, ...others] = log.inEffectAt(path);
    if (others.length === 0) continue;
    const later = others
      .filter((said) => timeOf(said) > timeOf(latest!))
      .sort((a, b) => timeOf(b) - timeOf(a))[0];
    if (later !== undefined && !isSameDecision(later.decision, latest!.decision))
      found.push({ path, counts: latest!.decision, later: later.decision });
  }
  return found;
}

const timeOf = ({ at }: Statement) => Date.parse(at);
