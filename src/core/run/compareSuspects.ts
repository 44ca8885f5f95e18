import * as v from 'valibot';
import type { Immutable } from '../immutable';

export const suspectsComparisonSchema = v.object({
  /** The run before. */
  runId: v.string(),
  /** Suspects that were none before: images that were trusted, or were not there. */
  appeared: v.number(),
  unchanged: v.number(),
  /** Suspects of before that are none now: decided by a reviewer, … */
  reviewed: v.number(),
  /** … or no longer in doubt, or gone. */
  cleared: v.number(),
});
/** The suspects of a run beside those of the run before it. */
export type SuspectsComparison = Immutable<v.InferOutput<typeof suspectsComparisonSchema>>;

/** Compares two sets of suspects by their paths. */
export function compareSuspects(
  before: { readonly runId: string; readonly suspects: Iterable<string> },
  now: ReadonlySet<string>,
  isDecided: (path: string) => boolean,
): SuspectsComparison {
  let [unchanged, reviewed, cleared] = [0, 0, 0];
  for (const path of before.suspects)
    if (now.has(path)) unchanged++;
    else if (isDecided(path)) reviewed++;
    else cleared++;
  return { runId: before.runId, appeared: now.size - unchanged, unchanged, reviewed, cleared };
}
