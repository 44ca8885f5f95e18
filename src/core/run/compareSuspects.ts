/** The suspects of a run beside those of the run before it. */
export interface SuspectsComparison {
  /** The run before. */
  readonly runId: string;
  /** Suspects that were none before: images that were trusted, or were not there. */
  readonly appeared: number;
  readonly unchanged: number;
  /** Suspects of before that are none now: decided by a reviewer, … */
  readonly reviewed: number;
  /** … or no longer in doubt, or gone. */
  readonly cleared: number;
}

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

/** One sentence for the user. */
export function describeComparison({ appeared, unchanged, reviewed, cleared }: SuspectsComparison): string {
  return (
    `Since the run before: ${appeared} new suspects, ${unchanged} as before, ` +
    `${reviewed} decided by you, ${cleared} no longer in doubt.`
  );
}
