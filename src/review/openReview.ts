import path from 'node:path';
import { AppError } from '../core/appError';
import type { JournalEntry } from '../core/review/review';
import type { RunSummary } from '../core/run/run';
import type { Wording } from '../core/words/message';
import type { SimilarOutcome, SimilarRequest } from '../core/run/similarRequest';
import { DEFAULT_VIEW, type ViewSettings } from '../shared/galleryProtocol';
import { replayEntries, replayJournal } from '../store/journal/replayJournal';
import type { StoreLocation } from '../store/location';
import { createRunOpener, type Run } from '../store/openRun';
import { placeRunDecisions } from '../store/journal/placeRunDecisions';
import { describeLabelFile } from '../store/labelFile';
import { listAllRuns } from '../store/allRuns';
import { createFindAgain } from './findAgain';
import type { ReviewedDataset } from './galleryState';
import { replayAtPaths, RunDecisions } from './runDecisions';
import { ReviewSession } from './reviewSession';
import { SIMILAR_SHOWN, similarRows } from './similarImages';

/** A dataset in use: where its files are, its finished runs, and the review of the newest. */
export interface OpenDataset extends ReviewedDataset {
  readonly location: StoreLocation;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** One of `runs`, opened once for all who read it. */
  readonly openRun: (run: RunSummary) => Run;
}

/** Finds images of a run's dataset that are similar to some; paths are relative to `root`. */
export type SearchSimilar = (
  search: Pick<SimilarRequest, 'root' | 'runId' | 'images' | 'count' | 'thumbnails'>,
  signal: AbortSignal,
) => Promise<SimilarOutcome>;

export interface OpenReviewOptions {
  /** The dataset as it was open until now: a review of a run that is still the newest goes on. */
  readonly before?: OpenDataset | undefined;
  /** The view that the review of a run was left with; undefined for one that was not begun. */
  readonly viewOf: (runId: string) => ViewSettings | undefined;
  /** Looks for similar images in another process. */
  readonly searchSimilar: SearchSimilar;
  readonly createId: () => string;
  readonly now: () => Date;
  /** Absent: English. */
  readonly wording?: Wording;
}

/** Reads the runs of a dataset and opens the review of the newest. @throws AppError `run-damaged`. */
export async function openReview(
  location: StoreLocation,
  { before, viewOf, searchSimilar, createId, now, wording }: OpenReviewOptions,
): Promise<OpenDataset> {
  const problems: string[] = [];
  const runs = await listAllRuns(location, (sentence) => problems.push(sentence));
  const newest = runs[0];
  const sinceRun = newest === undefined ? [] : await describeLabelFile(newest);
  const isSameStore = before?.location.folder === location.folder && before.location.other === location.other;
  const openRun = isSameStore ? before.openRun : createRunOpener(location);
  const dataset = { name: path.basename(location.root), location, runs, openRun, problems, sinceRun };
  if (isSameStore && before.session !== undefined && before.session.run.id === newest?.id)
    return { ...dataset, journal: before.journal, session: before.session, findAgain: before.findAgain };
  // The last decisions may still be on their way to the disk.
  await before?.session?.refresh();
  const opened = runs.map(openRun);
  const { journal, log } = await replayJournal(location, opened);
  if (newest === undefined) return { ...dataset, journal, session: undefined };
  const run = openRun(newest);
  const [images, checks] = [await run.shown(), await run.checks()];
  const view = viewOf(newest.id) ?? DEFAULT_VIEW;
  const session = new ReviewSession({
    run: newest,
    images,
    checks,
    journal,
    log,
    placement: await placeRunDecisions(run, log),
    replay: (entries) => replayForRun(entries, { run, opened }),
    wording,
    view,
    findSimilar: async (similarTo, signal) => {
      const { root } = location;
      const search = {
        root,
        runId: newest.id,
        images: [...similarTo],
        count: SIMILAR_SHOWN,
        thumbnails: true,
      };
      return similarRows(run, await searchSimilar(search, signal));
    },
    viewVersion: (before?.session?.viewVersion ?? 0) + 1,
    createId,
    now,
  });
  return { ...dataset, journal, session, findAgain: createFindAgain(session, view, wording) };
}

async function replayForRun(
  entries: readonly JournalEntry[],
  { run, opened }: { readonly run: Run; readonly opened: readonly Run[] },
): Promise<RunDecisions> {
  try {
    const log = await replayEntries(entries, opened);
    return new RunDecisions(log, await placeRunDecisions(run, log));
  } catch (error) {
    // `git clean -x` takes the run away with the journal. The images are in memory, and a step that is saved has to count.
    if (error instanceof AppError && error.code === 'run-damaged') return replayAtPaths(entries);
    throw error;
  }
}
