import { NO_CHECKS } from '../../../src/core/dataset/imageChecks';
import { placeDecisions } from '../../../src/core/review/placement';
import { ReviewLog } from '../../../src/core/review/reviewLog';
import type { ResultRow } from '../../../src/core/run/run';
import type { FindImageChange } from '../../../src/review/imageChange';
import { ReviewSession } from '../../../src/review/reviewSession';
import { DEFAULT_VIEW, type Targets } from '../../../src/shared/galleryProtocol';
import type { FakeJournalFile } from './fakeJournal';
import { noSearch } from './noSearch';
import { sampleResults, sampleRun } from './sampleRun';

export const RESULTS = sampleResults(
  ['d.png', 'cat', 'dog'],
  ['a.png', 'cat', 'bird'],
  ['c.png', 'dog', 'cat'],
  ['b.png', 'dog', 'cat'],
  ['fine.png', 'dog', 'dog'],
);

let lastId = 0;

/** A review of them, in a window of its own. */
export function openSession(
  file: FakeJournalFile,
  view = DEFAULT_VIEW,
  checks = NO_CHECKS,
  {
    rows = RESULTS,
    findImageChange,
  }: { readonly rows?: readonly ResultRow[]; readonly findImageChange?: FindImageChange } = {},
): ReviewSession {
  const journal = file.open();
  const log = new ReviewLog();
  for (const entry of journal.entries) log.apply(entry);
  return new ReviewSession({
    run: sampleRun(RESULTS),
    images: { rows, otherErrors: 0 },
    placement: placeDecisions(log, rows),
    checks,
    journal,
    log,
    view,
    viewVersion: 1,
    findSimilar: noSearch,
    findImageChange,
    createId: () => `id-${++lastId}`,
    now: () => new Date('2026-01-02T03:04:05Z'),
  });
}

export const at = (...positions: number[]): Targets => ({
  viewVersion: 1,
  ranges: positions.map((position) => [position, position + 1]),
});

export const decisions = (session: ReviewSession) =>
  session.shown(session.viewVersion, 0, 10).map(({ decision }) => decision);
