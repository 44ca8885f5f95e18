/** What the pipeline knows of a dataset from before: the decisions about it and its newest run. */
import { AppError } from '../core/appError';
import type { JournalEntry } from '../core/review/review';
import type { ReviewLog } from '../core/review/reviewLog';
import type { SuggestedLabels } from '../core/run/compareSuspects';
import { replayJournal } from '../store/journal/replayJournal';
import type { StoreLocation } from '../store/location';
import { openRun, type Run } from '../store/openRun';
import { listAllRuns } from '../store/allRuns';

export interface ReviewHistory {
  readonly log: ReviewLog;
  /** The journal. */
  readonly entries: readonly JournalEntry[];
  /** Newest first. */
  readonly runs: readonly Run[];
  /** The suspects of the newest run; undefined when there is none, or it cannot be read. */
  readonly before: { readonly runId: string; readonly suspects: SuggestedLabels } | undefined;
}

/** Reads the journal and the newest run. */
export async function readReviewHistory(location: StoreLocation): Promise<ReviewHistory> {
  const runs = (await listAllRuns(location)).map((summary) => openRun(location, summary));
  const { journal, log } = await replayJournal(location, runs);
  return { log, entries: journal.entries, runs, before: await suspectsOf(runs[0]) };
}

async function suspectsOf(run: Run | undefined): Promise<ReviewHistory['before']> {
  if (run === undefined) return undefined;
  try {
    const { rows } = await run.shown();
    const suspects = rows.filter((row) => row.isLabelIssue);
    return {
      runId: run.summary.id,
      suspects: new Map(suspects.map(({ path, predictedLabel }) => [path, predictedLabel])),
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Damaged: there is nothing to compare with.
    return undefined;
  }
}
