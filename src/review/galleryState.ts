import * as l10n from '@vscode/l10n';
import { describeComparison, describeOffTopic } from '../core/words/describeFindings';
import type { Progress } from '../core/run/progress';
import { DEFAULT_VIEW, type GalleryState, type Place } from '../shared/galleryProtocol';
import { NO_COUNTS } from '../shared/noCounts';
import { describeStore, type StorePlaces } from '../core/words/describeStore';
import { nextTurn } from '../files/inTurns';
import type { Remembered } from './galleryMemory';
import type { ReviewSession } from './reviewSession';
import { wordingFor, wordKept, wordMessage, type Message, type Wording } from '../core/words/message';

/** A dataset as a gallery shows it. */
export interface ReviewedDataset {
  /** Of its folder. */
  readonly name: string;
  /** Where decisions are kept. */
  readonly location: StorePlaces;
  /** Lines of the journal that cannot be used, in words. */
  readonly journal: { readonly problems: readonly string[] };
  /** Newer runs that cannot be used, in words. */
  readonly problems: readonly string[];
  /** What has changed since the newest run; absent: nothing. */
  readonly sinceRun?: readonly Message[];
  /** Undefined before the first run. */
  readonly session: ReviewSession | undefined;
  /**
   * Brings a view of similar images back, once, which takes a search in another process: for who shows it. Resolves to why
   * that cannot be, in words. Absent: there is nothing to look for.
   */
  readonly findAgain?: (() => Promise<readonly string[]>) | undefined;
}

export interface GalleryStateOptions {
  readonly dataset: ReviewedDataset;
  /** What its `findAgain` says. */
  readonly unfound: readonly string[];
  /** Where the reviewer was, if anything is remembered. */
  readonly remembered: Remembered | undefined;
  /** The run in progress on this dataset. */
  readonly progress: Progress | null;
  /** The setting `labelReview.keys`. */
  readonly keys: unknown;
  readonly wording: Wording;
}

/** All that a newly opened page needs, as it is in the moment that this resolves. */
export async function galleryState({
  dataset,
  unfound,
  remembered,
  progress,
  keys,
  wording,
}: GalleryStateOptions): Promise<GalleryState> {
  const { session } = dataset;
  const stopping = (await session?.stopping()) ?? null;
  // What became of decisions is looked up in a turn of its own.
  await nextTurn();
  const run = session?.run;
  const words = wordingFor(run ?? {}, wording);
  return {
    datasetName: dataset.name,
    status: session === undefined ? 'none' : 'ready',
    runId: run?.id ?? null,
    thing: run?.thing ?? 'image',
    images: run?.images ?? 0,
    unreadable: run?.unreadable.length ?? 0,
    classes: session?.classes ?? [],
    checks: run?.checks ?? null,
    offTopic: run?.offTopic ?? 0,
    view: session?.view ?? DEFAULT_VIEW,
    viewVersion: session?.viewVersion ?? 0,
    counts: session?.counts ?? NO_COUNTS,
    groups: session?.groups ?? [],
    place: session === undefined ? null : placeIn(session, remembered),
    firstUndecided: session?.firstUndecided ?? 0,
    learns: run?.opinions?.encoder !== undefined,
    stopping,
    progress,
    keys,
    notices: [...unfound, ...notices(dataset, words)],
  };
}

/** The remembered place, with the focus on the same suspect although its position may have changed. */
function placeIn(session: ReviewSession, remembered: Remembered | undefined): Place | null {
  if (remembered?.runId !== session.run.id || remembered.place === null) return null;
  const { place, focusPath } = remembered;
  return focusPath === null ? place : { ...place, focus: session.positionNear(focusPath) };
}

function notices(
  { location, journal, session, problems: ofRuns, sinceRun = [] }: ReviewedDataset,
  wording: Wording,
): readonly string[] {
  const warnings = session?.run.warnings ?? [];
  const lines = [
    ...ofRuns.map((problem) =>
      session === undefined
        ? problem
        : l10n.t('An older run is shown, for a newer one could not be used: {0}', problem),
    ),
    ...[...sinceRun, ...(session?.notes ?? [])].map((note) => wordMessage(note, wording)),
    ...warnings.map((warning) => wordKept(warning, wording)),
    ...describeOffTopic(session?.run.offTopic ?? 0, wording),
  ];
  if (session?.run.comparison !== undefined) lines.push(describeComparison(session.run.comparison, wording));
  lines.push(...describeStore(location).map((sentence) => wordMessage(sentence, wording)));
  lines.push(...unusableLines(journal.problems));
  return lines;
}

/** That lines of a journal cannot be used, in a sentence; none where all can. */
export function unusableLines(problems: readonly string[]): readonly string[] {
  const [first] = problems;
  if (first === undefined) return [];
  return [
    problems.length === 1
      ? l10n.t('One line of the journal cannot be used. {0}.', first)
      : l10n.t('{0} lines of the journal cannot be used. {1}.', problems.length, first),
  ];
}
