import { completeEntry, type SubjectOf } from '../../core/review/completeEntry';
import type { JournalEntry } from '../../core/review/review';
import { ReviewLog } from '../../core/review/reviewLog';
import { inTurns } from '../../files/inTurns';
import { readSubjects } from './decidedSubjects';
import { createJournal, openJournal, type JournalFile } from './journal';
import { journalFile, type StoreLocation } from '../location';
import type { Run } from '../openRun';
import { joinJournals } from './twoJournals';

/** Opens the journal of a dataset: of both its stores, where there are two. */
export async function openStoreJournal({
  folder,
  other,
}: Pick<StoreLocation, 'folder' | 'other'>): Promise<JournalFile> {
  if (other === undefined) return openJournal(journalFile({ folder }));
  return joinJournals(createJournal(journalFile({ folder })), createJournal(journalFile({ folder: other })));
}

/**
 * Opens the journal of a dataset and replays it: what has been decided, and (`journal.problems`) what cannot be read. From
 * the runs it knows what lines of older versions are about.
 */
export async function replayJournal(
  location: Pick<StoreLocation, 'folder' | 'other'>,
  runs: readonly Run[],
): Promise<{ readonly journal: JournalFile; readonly log: ReviewLog }> {
  const journal = await openStoreJournal(location);
  return { journal, log: await replayEntries(journal.entries, runs) };
}

/** What these entries, all of a journal, come to. */
export async function replayEntries(
  entries: readonly JournalEntry[],
  runs: readonly Run[],
): Promise<ReviewLog> {
  return inTurns(replaying(entries, await readSubjects(entries, runs)));
}

function* replaying(entries: readonly JournalEntry[], subjectOf: SubjectOf): Generator<void, ReviewLog> {
  const log = new ReviewLog();
  for (const entry of entries) {
    log.apply(completeEntry(entry, subjectOf));
    yield;
  }
  return log;
}
