import { AppError } from '../core/appError';
import type { DatasetIndex } from '../core/dataset/dataset';
import type { RunSummary } from '../core/run/run';
import { wordMessage } from '../core/words/message';
import { decisionsNow, type DecisionsNow } from '../pipeline/sinceRun/decisionsNow';
import { discoverAgain } from '../pipeline/sinceRun/discoverAgain';
import { replayJournal } from '../store/journal/replayJournal';
import { findNewestRun, type NewestRun } from '../store/newestRun';
import type { StoreLocation } from '../store/location';
import { findStore, noRun, storeNotes } from './store';
import { runWatched, type Watch } from './watch';

/** The newest run of a dataset, and what reviewers have decided about its images. */
export interface ReviewedRun extends Pick<NewestRun, 'run' | 'results'>, Omit<DecisionsNow, 'notes'> {
  readonly warnings: readonly string[];
}

/** Reads the newest run and the journal, and compares what was decided about with the labels and files as they are now. */
export async function openReviewedRun(folder: string, watch: Watch): Promise<ReviewedRun> {
  const location = await findStore(folder);
  const found = await findNewestRun(location);
  if (found === undefined) throw noRun(location);
  const { run, results, runs, problems } = found;
  const { journal, log } = await replayJournal(location, runs);
  const { now, notes: sinceNotes } = await findNow(location, run.summary, watch);
  const { signal = new AbortController().signal } = watch;
  const { notes, ...decisions } = await decisionsNow({ run, log, now }, signal);
  const warnings = [
    ...storeNotes(location),
    ...problems,
    ...journal.problems,
    ...sinceNotes,
    ...notes.map((sentence) => wordMessage(sentence)),
  ];
  return { run, results, ...decisions, warnings };
}

/** The dataset as it is now; undefined, with the reason, where that cannot be told, as when the label file is gone. */
async function findNow(
  location: StoreLocation,
  summary: RunSummary,
  watch: Watch,
): Promise<{ readonly now: DatasetIndex | undefined; readonly notes: readonly string[] }> {
  try {
    return { now: await runWatched((signal) => discoverAgain(location, summary, signal), watch), notes: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { now: undefined, notes: [error.message] };
  }
}
