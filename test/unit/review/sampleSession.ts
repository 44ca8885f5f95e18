import { ReviewLog } from '../../../src/core/review/reviewLog';
import type { ResultRow, RunSummary } from '../../../src/core/run/run';
import { ReviewSession } from '../../../src/review/reviewSession';
import { DEFAULT_VIEW } from '../../../src/shared/galleryProtocol';
import type { JournalFile } from '../../../src/store/journal/journal';
import { FakeJournalFile } from './fakeJournal';
import { noSearch } from './noSearch';

/** The review of a run that nobody has begun, with a journal in memory. */
export function sampleSession(
  run: RunSummary,
  results: readonly ResultRow[],
): { readonly journal: JournalFile; readonly session: ReviewSession } {
  const journal = new FakeJournalFile().open();
  let ids = 0;
  const session = new ReviewSession({
    run,
    images: { rows: results, otherErrors: 0 },
    journal,
    log: new ReviewLog(),
    view: DEFAULT_VIEW,
    viewVersion: 1,
    findSimilar: noSearch,
    createId: () => `${ids++}`,
    now: () => new Date(0),
  });
  return { journal, session };
}
