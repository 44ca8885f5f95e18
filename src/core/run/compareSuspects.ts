import * as v from 'valibot';
import type { Immutable } from '../immutable';

export const suspectsComparisonSchema = v.object({
  /** The run before. */
  runId: v.string(),
  /** Suspects that were none before: images that were trusted, or were not there. */
  appeared: v.number(),
  unchanged: v.number(),
  /** Of the unchanged ones, those with another suggested label; absent where that was not looked at. */
  resuggested: v.optional(v.number()),
  /** Suspects of before that are none now: decided by a reviewer, … */
  reviewed: v.number(),
  /** … or no longer in doubt, or gone. */
  cleared: v.number(),
});
/** The suspects of a run beside those of the run before it. */
export type SuspectsComparison = Immutable<v.InferOutput<typeof suspectsComparisonSchema>>;

/** The suspects of a run: their suggested labels by path. */
export type SuggestedLabels = ReadonlyMap<string, string>;

/** Compares two sets of suspects by their paths. */
export function compareSuspects(
  before: { readonly runId: string; readonly suspects: SuggestedLabels },
  now: SuggestedLabels,
  isDecided: (path: string) => boolean,
): SuspectsComparison {
  let [unchanged, resuggested, reviewed, cleared] = [0, 0, 0, 0];
  for (const [path, suggested] of before.suspects) {
    const suggestedNow = now.get(path);
    if (suggestedNow !== undefined) {
      unchanged++;
      resuggested += Number(suggestedNow !== suggested);
    } else if (isDecided(path)) reviewed++;
    else cleared++;
  }
  const appeared = now.size - unchanged;
  return { runId: before.runId, appeared, unchanged, resuggested, reviewed, cleared };
}
