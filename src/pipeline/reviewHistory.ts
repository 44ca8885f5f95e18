/** What the pipeline knows of a dataset from before: the decisions about it and its newest run. */
import type { Decision } from '../core/review/review';
import type { RunSummary } from '../core/run/run';
import { replayJournal } from '../store/journal';
import type { StoreLocation } from '../store/location';
import { listRuns, readResults } from '../store/runs';

export interface ReviewHistory {
  /** Null when nothing is decided about the image. */
  readonly decisionOf: (path: string) => Decision | null;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** The suspects of the newest run; absent when there is none, or it cannot be read. */
  readonly before?: { readonly runId: string; readonly suspects: readonly string[] };
}

/** Reads the journal and the newest run. */
export async function readReviewHistory(location: StoreLocation): Promise<ReviewHistory> {
  const { log } = await replayJournal(location);
  const runs = await listRuns(location);
  const newest = runs[0];
  const rows =
    newest &&
    (await readResults(location, newest.id).catch(() => {
      // Damaged: there is nothing to compare with.
      return undefined;
    }));
  return {
    decisionOf: (path) => log.decisionOf(path),
    runs,
    ...(newest &&
      rows && {
        before: {
          runId: newest.id,
          suspects: rows.filter((row) => row.isLabelIssue).map((row) => row.path),
        },
      }),
  };
}
