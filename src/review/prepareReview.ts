import { NO_CHECKS, type ChecksByPath } from '../core/dataset/imageChecks';
import { imageFacts } from '../core/dataset/imageFacts';
import { pairCounts } from '../core/query/galleryView';
import { suspectColumns } from '../core/review/judgedSuspects';
import type { Placement } from '../core/review/placement';
import type { Decision } from '../core/review/review';
import type { ReviewLog } from '../core/review/reviewLog';
import { SeenDecisions } from '../core/review/seenDecisions';
import type { ResultRow, ReviewImages, RunSummary } from '../core/run/run';
import { shownIndex, type ShownIndex } from '../core/spaces';
import { RunDecisions } from './runDecisions';
import type { KnownImages } from './shownImages';

/** What a review is about. */
export interface ReviewMaterial {
  readonly run: RunSummary;
  readonly images: ReviewImages;
  /** A replay of the journal; from now on the session keeps it up to date. */
  readonly log: ReviewLog;
  /** Which of the decisions so far are about images of the run; absent: all, at their paths. */
  readonly placement?: Placement;
  /** What the checks of the run have found; absent: nothing. */
  readonly checks?: ChecksByPath;
}

/** What takes time in proportion to the images. */
export interface PreparedReview {
  /** What the journal says. */
  readonly log: RunDecisions;
  readonly seen: SeenDecisions;
  readonly known: KnownImages;
  /** Wrong labels to expect among the images that are not suspects. */
  readonly otherErrors: number;
}

/** Prepares a review; pauses again and again. */
export function* prepareReview(material: ReviewMaterial): Generator<void, PreparedReview> {
  const { run, images, placement, checks = NO_CHECKS } = material;
  const log = new RunDecisions(material.log, placement);
  const facts = imageFacts(checks, images.rows, run.splits ?? []);
  yield;
  const rows: ResultRow[] = [];
  const indices = new Map<string, ShownIndex>();
  const decisions: (Decision | null)[] = [];
  const suspects: ResultRow[] = [];
  let { otherErrors } = images;
  for (const row of images.rows) {
    yield;
    if (row.isLabelIssue) suspects.push(row);
    else otherErrors += 1 - row.labelQuality;
    if (!row.isLabelIssue && row.offTopic?.isFlagged !== true && !facts.has(row.path)) continue;
    indices.set(row.path, shownIndex(rows.length));
    rows.push(row);
    decisions.push(log.decisionOf(row));
  }
  const seen = new SeenDecisions(run.classes);
  for (const path of log.log.decidedPaths()) {
    yield;
    seen.see(path, log.log.decisionOf(path));
  }
  const columns = suspectColumns(suspects);
  yield;
  const pairs = pairCounts(suspects);
  yield;
  return { log, seen, known: { rows, indices, decisions, facts, suspects, columns, pairs }, otherErrors };
}
