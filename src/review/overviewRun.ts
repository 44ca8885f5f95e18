import { createOverview, type ReviewOverview } from '../core/run/overview';
import type { RunSummary } from '../core/run/run';
import type { OverviewRun, RunDetails } from '../shared/overviewProtocol';
import type { OpenDataset } from './openReview';
import { describeOpinions } from '../core/words/describeOpinions';
import { ENGLISH, wordingFor, wordKept, type Wording } from '../core/words/message';

/** A run prepared for its overview. */
export interface LoadedOverview {
  readonly runId: string;
  readonly page: Omit<OverviewRun, 'review'>;
  /** Counts the decisions as they are now. */
  readonly review: () => ReviewOverview;
}

/** The page gets no more; the log and the CSV have them all. */
const SENT_UNREADABLE = 500;

/** Reads a run, the one under review for `null`; undefined when there is none. @throws AppError `run-damaged`. */
export async function loadOverview(
  { runs, session, openRun }: OpenDataset,
  runId: string | null,
  wording: Wording = ENGLISH,
): Promise<LoadedOverview | undefined> {
  const asked = runId ?? session?.run.id;
  const run = runs.find(({ id }) => id === asked);
  if (run === undefined || session === undefined) return undefined;
  const isNewest = run.id === session.run.id;
  const opened = openRun(run);
  const [columns, { rows }] = [await opened.columns(), await opened.shown()];
  const overview = createOverview(
    run,
    columns,
    rows.filter((row) => row.isLabelIssue),
  );
  return {
    runId: run.id,
    page: { isNewest, details: runDetails(run, wordingFor(run, wording)), overview: overview.run },
    review: () => overview.review((image) => session.decisionOf(image)),
  };
}

function runDetails(run: RunSummary, wording: Wording): RunDetails {
  const { noise, unreadable } = run;
  return {
    createdAt: run.createdAt,
    labelSource: run.labelSource,
    thing: run.thing ?? 'image',
    images: run.images,
    suspects: run.suspects,
    offTopic: run.offTopic,
    skipped: run.skipped,
    filterBy: run.filterBy,
    seconds: run.seconds,
    peakRssMb: run.peakRssMb,
    warnings: [...(run.decisionNotes ?? []), ...run.warnings].map((warning) => wordKept(warning, wording)),
    backend: run.backend && { ...run.backend, reason: wordKept(run.backend.reason, wording) },
    plan: run.plan,
    training: run.training,
    predictions: run.predictions,
    head: run.opinions?.head,
    opinions: run.opinions === undefined ? [] : describeOpinions(run.opinions, wording),
    noise: noise && {
      errors: noise.errors,
      low: noise.low,
      high: noise.high,
      expectedPrecision: noise.expectedPrecision,
      expectedRecall: noise.expectedRecall,
    },
    unreadable: unreadable
      .slice(0, SENT_UNREADABLE)
      .map((image) => ({ ...image, reason: wordKept(image.reason, wording) })),
    unreadableCount: unreadable.length,
  };
}
