/**
 * The boundary between the extension host and the overview page: `postMessage`, plain objects. The page says `ready` and
 * gets a `state`; after that the host sends `review` when decisions change the counts and `state` when the run changes.
 */
import * as v from 'valibot';
import type { UnreadableImage } from '../core/dataset/dataset';
import type { ReviewOverview, RunOverview } from '../core/run/overview';
import type { NoiseSummary, RunFacts, ScoredRun, TrainedRun } from '../core/run/run';

export const overviewMessageSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  /** Opens the gallery filtered to these classes; absent means any. */
  v.object({
    type: v.literal('openGallery'),
    given: v.optional(v.string()),
    suggested: v.optional(v.string()),
  }),
  /** Shows the file of `unreadable[index]` in the Explorer. */
  v.object({ type: v.literal('revealUnreadable'), index: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  v.object({ type: v.literal('runCommand'), command: v.picklist(['scan', 'export', 'showLog']) }),
]);
export type OverviewMessage = v.InferOutput<typeof overviewMessageSchema>;

/** What the page shows of how the run was made. */
export interface RunDetails
  extends
    Pick<
      RunFacts,
      | 'createdAt'
      | 'labelSource'
      | 'images'
      | 'suspects'
      | 'skipped'
      | 'filterBy'
      | 'seconds'
      | 'peakRssMb'
      | 'warnings'
    >,
    Partial<Pick<TrainedRun, 'backend' | 'plan' | 'training'>> {
  readonly predictions?: ScoredRun['predictions'] | undefined;
  readonly noise?: Omit<NoiseSummary, 'byClass' | 'pairs'> | undefined;
  /** The first of `unreadableCount`. */
  readonly unreadable: readonly UnreadableImage[];
  readonly unreadableCount: number;
}

export interface OverviewRun {
  /** The gallery shows the newest run only. */
  readonly isNewest: boolean;
  readonly details: RunDetails;
  readonly overview: RunOverview;
  readonly review: ReviewOverview;
}

export interface OverviewState {
  readonly datasetName: string;
  /** The run that was asked for; null is whichever is the newest. */
  readonly runId: string | null;
  /** Null before the first run. */
  readonly run: OverviewRun | null;
}

export type OverviewEvent =
  | { readonly type: 'state'; readonly state: OverviewState }
  | { readonly type: 'review'; readonly review: ReviewOverview }
  /** The run cannot be read; the sentence says why. */
  | { readonly type: 'failed'; readonly message: string };

/** What the page accepts from the host before looking further; both sides are built from this file. */
export const overviewEventSchema = v.looseObject({ type: v.picklist(['state', 'review', 'failed']) });
