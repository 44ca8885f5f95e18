/**
 * The boundary between the extension host and the overview page: `postMessage`, plain objects. The page asks `ready`
 * and gets all there is to show; after that the host sends what has changed.
 */
import * as v from 'valibot';
import type { UnreadableImage } from '../core/dataset/dataset';
import { OFF_TOPIC } from '../core/query/suspectTerms';
import type { Opinions } from '../core/run/opinions';
import type { ReviewOverview, RunOverview } from '../core/run/overview';
import type { NoiseSummary, RunFacts, ScoredRun, TrainedRun } from '../core/run/run';
import type { BackendName } from '../core/run/trainingPlan';
import type { Thing } from '../core/words/thing';
import { NO_PARAMS, type EventTypes, type Handlers, type RequestSchemas } from './requests';

/** What the page shows of how the run was made. */
export interface RunDetails
  extends
    Pick<
      RunFacts,
      | 'createdAt'
      | 'labelSource'
      | 'images'
      | 'suspects'
      | 'offTopic'
      | 'skipped'
      | 'filterBy'
      | 'seconds'
      | 'peakRssMb'
    >,
    Partial<Pick<TrainedRun, 'plan' | 'training'>> {
  readonly thing: Thing;
  readonly backend?: { readonly name: BackendName; readonly reason: string } | undefined;
  readonly predictions?: ScoredRun['predictions'] | undefined;
  /** What the findings rest on, in sentences; empty where that was not kept. */
  readonly opinions: readonly string[];
  /** How the head was trained, where a network was as well. */
  readonly head?: Opinions['head'];
  readonly noise?: Omit<NoiseSummary, 'byClass' | 'pairs'> | undefined;
  /** The first of `unreadableCount`. */
  readonly unreadable: readonly (Omit<UnreadableImage, 'reason'> & { readonly reason: string })[];
  readonly warnings: readonly string[];
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

/** What to filter the gallery to: classes, absent means any, and images of no class in place of suspects. */
const galleryFilterSchema = v.object({
  given: v.optional(v.string()),
  suggested: v.optional(v.string()),
  kind: v.optional(v.literal(OFF_TOPIC)),
});
export type GalleryFilter = v.InferOutput<typeof galleryFilterSchema>;

const OVERVIEW_COMMANDS = ['scan', 'export', 'showLog'] as const;
export type OverviewCommand = (typeof OVERVIEW_COMMANDS)[number];

/** What the page asks of the host. */
export interface OverviewRequests {
  ready(): OverviewState;
  /** Opens the gallery filtered like this. */
  openGallery(params: GalleryFilter): null;
  /** Shows the file of `unreadable[index]` in the Explorer. */
  revealUnreadable(params: { index: number }): null;
  runCommand(params: { command: OverviewCommand }): null;
}

export const OVERVIEW_REQUESTS: RequestSchemas<OverviewRequests> = {
  ready: NO_PARAMS,
  openGallery: galleryFilterSchema,
  revealUnreadable: v.object({ index: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  runCommand: v.object({ command: v.picklist(OVERVIEW_COMMANDS) }),
};

export type OverviewHandlers = Handlers<OverviewRequests>;

/** What the host sends on its own. */
export type OverviewEvent =
  | { readonly type: 'state'; readonly state: OverviewState }
  | { readonly type: 'review'; readonly review: ReviewOverview }
  /** The run cannot be read; the sentence says why. */
  | { readonly type: 'failed'; readonly message: string };

export const OVERVIEW_EVENTS: EventTypes<OverviewEvent> = { state: true, review: true, failed: true };
