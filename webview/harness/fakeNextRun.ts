import { compareSuspects } from '../../src/core/run/compareSuspects';
import { isReviewed } from '../../src/core/review/review';
import type { ReviewLog } from '../../src/core/review/reviewLog';
import type { ResultRow, RunSummary } from '../../src/core/run/run';
import { rank } from '../../src/core/spaces';

/** A run and its images, in rank order. */
export interface FakeRun {
  readonly run: RunSummary;
  readonly rows: readonly ResultRow[];
}

/** What a retraining could make of a run: what is decided is no suspect any more, and the last suspects come first. */
export function fakeNextRun({ run, rows }: FakeRun, log: ReviewLog): FakeRun {
  const isDecided = (path: string) => isReviewed(log.decisionOf(path));
  const ranked = [...rows].reverse().map((row, place) => ({
    ...row,
    isLabelIssue: row.isLabelIssue && !isDecided(row.path),
    rank: rank(place + 1),
  }));
  const suspectsOf = (all: readonly ResultRow[]) =>
    new Map(all.filter((row) => row.isLabelIssue).map(({ path, predictedLabel }) => [path, predictedLabel]));
  const [suspectsBefore, suspects] = [suspectsOf(rows), suspectsOf(ranked)];
  const comparison = compareSuspects({ runId: run.id, suspects: suspectsBefore }, suspects, isDecided);
  return { run: { ...run, id: `${run.id} again`, suspects: suspects.size, comparison }, rows: ranked };
}
