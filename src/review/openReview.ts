import path from 'node:path';
import { AppError } from '../core/appError';
import type { JournalEntry } from '../core/review/review';
import type { RunSummary } from '../core/run/run';
import type { Message, Wording } from '../core/words/message';
import type { SimilarOutcome, SimilarRequest } from '../core/run/similarRequest';
import { DEFAULT_VIEW, type ViewSettings } from '../shared/galleryProtocol';
import { inTurns, nextTurn } from '../files/inTurns';
import { replayEntries, replayJournal } from '../store/journal/replayJournal';
import type { StoreLocation } from '../store/location';
import { createRunOpener, type Run } from '../store/openRun';
import { placeRunDecisions } from '../store/journal/placeRunDecisions';
import { describeLabelFile } from '../store/labelFile';
import { listAllRuns } from '../store/allRuns';
import { findWholeRun } from '../store/newestRun';
import { describeUnpacked } from './describeUnpacked';
import { createFindAgain } from './findAgain';
import type { FindImageChange } from './imageChange';
import type { ReviewedDataset } from './galleryState';
import { replayAtPaths, RunDecisions } from './runDecisions';
import { prepareReview } from './prepareReview';
import { ReviewSession, type ReviewSessionOptions } from './reviewSession';
import { SIMILAR_SHOWN, similarRows } from './similar/similarImages';

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
  /** Absent: the files of images are taken to be what they were. */
  readonly findImageChange?: ((location: StoreLocation, run: RunSummary) => FindImageChange) | undefined;
  readonly createId: () => string;
  readonly now: () => Date;
  /** Absent: English. */
  readonly wording?: Wording;
}

/**
 * Reads the runs of a dataset and opens the review of the newest that is whole.
 * @throws AppError `run-damaged` when there are runs, and none is.
 */
export async function openReview(location: StoreLocation, options: OpenReviewOptions): Promise<OpenDataset> {
  const { before, wording } = options;
  const problems: string[] = [];
  const onProblem = (sentence: string) => problems.push(sentence);
  const runs = await listAllRuns(location, onProblem);
  const isSameStore = before?.location.folder === location.folder && before.location.other === location.other;
  const openRun = isSameStore ? before.openRun : createRunOpener(location);
  const opened = runs.map(openRun);
  const found = await findWholeRun(opened, readParts, onProblem);
  const [problem] = problems;
  if (found === undefined && problem !== undefined) throw new AppError('run-damaged', problem);
  const sinceRun = found === undefined ? [] : await describeSinceRun(location, found.run);
  const dataset = { name: path.basename(location.root), location, runs, openRun, problems, sinceRun };
  if (isSameStore && before.session !== undefined && before.session.run.id === found?.run.summary.id)
    return { ...dataset, journal: before.journal, session: before.session, findAgain: before.findAgain };
  // The last decisions may still be on their way to the disk.
  await before?.session?.refresh();
  const { journal, log } = await replayJournal(location, opened);
  if (found === undefined) return { ...dataset, journal, session: undefined };
  const { run, parts } = found;
  const view = options.viewOf(run.summary.id) ?? DEFAULT_VIEW;
  const ofSession = {
    ...createSessionParts(location, run, options),
    ...parts,
    journal,
    log,
    placement: await placeRunDecisions(run, log),
    replay: (entries: readonly JournalEntry[]) => replayForRun(entries, { run, opened }),
    view,
  };
  const prepared = await inTurns(prepareReview(ofSession));
  // The lists of the session take a turn of their own.
  await nextTurn();
  const session = new ReviewSession(ofSession, prepared);
  await nextTurn();
  return { ...dataset, journal, session, findAgain: createFindAgain(session, view, wording) };
}

const describeSinceRun = async (location: StoreLocation, run: Run): Promise<readonly Message[]> => [
  ...(await describeLabelFile(location.root, run.summary)),
  ...(await describeUnpacked(location, run)),
];

const readParts = async (run: Run) => ({ images: await run.shown(), checks: await run.checks() });

/** What a review of the run needs besides what is read. */
function createSessionParts(
  location: StoreLocation,
  run: Run,
  { before, searchSimilar, findImageChange, createId, now, wording }: OpenReviewOptions,
): Pick<
  ReviewSessionOptions,
  'run' | 'findSimilar' | 'findImageChange' | 'viewVersion' | 'createId' | 'now' | 'wording'
> {
  const runId = run.summary.id;
  return {
    run: run.summary,
    findSimilar: async (similarTo, signal) => {
      const search = {
        root: location.root,
        runId,
        images: [...similarTo],
        count: SIMILAR_SHOWN,
        thumbnails: true,
      };
      return similarRows(run, await searchSimilar(search, signal));
    },
    findImageChange: findImageChange?.(location, run.summary),
    viewVersion: (before?.session?.viewVersion ?? 0) + 1,
    createId,
    now,
    ...(wording && { wording }),
  };
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
