/**
 * The boundary between the extension host and the gallery page: `postMessage`, plain objects.
 *
 * The host holds the state. The page asks (`ready`), gets one `GalleryState`, then asks for the rows it shows; the
 * host's events say what changed. A *view* is the list of suspects after filtering and sorting, frozen until the next
 * `setView`: deciding about a suspect never moves the others. Suspects are addressed by their position in the view.
 */
import * as v from 'valibot';
import { AppError } from '../core/appError';
import type { ImageFault } from '../core/faults/findFaults';
import type { CheckSummary } from '../core/dataset/imageChecks';
import type { ReviewAction } from '../core/names';
import type { Decision } from '../core/review/review';
import type { Progress } from '../core/run/progress';
import type { StoppingAdvice } from '../core/review/stopping';
import type { SuspectPair } from '../core/query/galleryView';
import type { Grouping, SuspectGroup } from '../core/query/suspectGroups';
import { parseSuspectQuery } from '../core/query/suspectQuery';

export const SORT_ORDERS = ['rank', 'live', 'path', 'given', 'suggested', 'pair'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];
export const GROUPINGS = ['pair', 'class'] as const satisfies readonly Grouping[];

/** Which suspects, as `core/query/suspectQuery.ts` reads it; a text that it refuses fails with its sentence. */
export const querySchema = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      parseSuspectQuery(dataset.value);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      addIssue({ message: error.message });
    }
  }),
);

export const viewSettingsSchema = v.object({
  query: v.optional(querySchema, ''),
  sort: v.optional(v.picklist(SORT_ORDERS), 'rank'),
  /** Absent: one list. */
  group: v.optional(v.picklist(GROUPINGS)),
});
export type ViewSettings = v.InferOutput<typeof viewSettingsSchema>;
export const DEFAULT_VIEW: ViewSettings = { query: '', sort: 'rank' };

const position = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Where the reviewer is, so that a reopened gallery shows the same place. */
export const placeSchema = v.object({
  focus: position,
  scrollTop: v.number(),
  cellSize: v.number(),
  /** Whether the panel beside the suspects is open. */
  hasPanel: v.optional(v.boolean()),
  /** Groups that are folded, as `groupKey` names them. */
  folded: v.optional(v.array(v.string())),
});
export type Place = v.InferOutput<typeof placeSchema>;

/** Half-open ranges of positions in the view numbered `viewVersion`; refused when the view has changed since. */
export const targetsSchema = v.object({
  viewVersion: v.number(),
  ranges: v.array(v.tuple([position, position])),
});
export type Targets = v.InferOutput<typeof targetsSchema>;

export const reviewRequestSchema = v.variant('kind', [
  /** Relabel each target to its own suggested label. */
  v.object({ kind: v.literal('accept'), targets: targetsSchema }),
  v.object({ kind: v.literal('relabel'), targets: targetsSchema, label: v.pipe(v.string(), v.minLength(1)) }),
  v.object({ kind: v.picklist(['keep', 'exclude', 'unsure']), targets: targetsSchema }),
  v.object({ kind: v.picklist(['undo', 'redo']) }),
]);
export type ReviewRequest = v.InferOutput<typeof reviewRequestSchema>;

/** Requests of the page. Each gets exactly one `reply` carrying its `id`. */
export const pageRequestSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('setView'), view: viewSettingsSchema }),
  v.object({ type: v.literal('getRows'), viewVersion: v.number(), start: position, count: position }),
  v.object({ type: v.literal('review'), request: reviewRequestSchema }),
  v.object({ type: v.literal('rememberPlace'), place: placeSchema }),
  /** Opens the original image beside the gallery. */
  v.object({ type: v.literal('openImage'), viewVersion: v.number(), position }),
  /** Shows the file in the Explorer. */
  v.object({ type: v.literal('revealImage'), viewVersion: v.number(), position }),
  /** Why a suspect was flagged. */
  v.object({ type: v.literal('getDetails'), viewVersion: v.number(), position }),
  /** Where an image stands in the view. */
  v.object({ type: v.literal('findImage'), viewVersion: v.number(), path: v.string() }),
  /** The first suspect without a decision after `from`, going round; decisions on their way are in `skip`. */
  v.object({ type: v.literal('nextUndecided'), from: position, skip: targetsSchema }),
  /** The pairs of the run: thousands in a run of many classes, and so only where one is to be chosen. */
  v.object({ type: v.literal('getPairs') }),
  /** The undecided suspects in view with the given→suggested pair of this one. */
  v.object({ type: v.literal('getPair'), viewVersion: v.number(), position }),
  /** The suspects without a decision at `start … end - 1`. */
  v.object({ type: v.literal('getUndecided'), viewVersion: v.number(), start: position, end: position }),
  v.object({
    type: v.literal('runCommand'),
    command: v.picklist(['scan', 'retrain', 'cancel', 'export', 'showLog', 'changeKeys']),
  }),
]);
export type PageRequest = v.InferOutput<typeof pageRequestSchema>;
export const pageMessageSchema = v.object({ id: v.number(), request: pageRequestSchema });
export type PageMessage = v.InferOutput<typeof pageMessageSchema>;

/** Counts over the whole run and over the view. */
export interface GalleryCounts {
  readonly suspects: number;
  readonly reviewed: number;
  readonly relabelled: number;
  readonly kept: number;
  readonly excluded: number;
  readonly unsure: number;
  readonly inView: number;
  readonly reviewedInView: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Of a dataset without a run. */
export const NO_COUNTS: GalleryCounts = {
  suspects: 0,
  reviewed: 0,
  relabelled: 0,
  kept: 0,
  excluded: 0,
  unsure: 0,
  inView: 0,
  reviewedInView: 0,
  canUndo: false,
  canRedo: false,
};

export interface SuspectRow {
  readonly position: number;
  /** Relative to the dataset, `/`-separated. */
  readonly path: string;
  readonly givenLabel: string;
  readonly suggestedLabel: string;
  /** Probability of the given label, 0–1. */
  readonly labelQuality: number;
  /** Probability of the suggested label, 0–1. */
  readonly suggestedProbability: number;
  /** 1 = most suspect in the run. */
  readonly rank: number;
  /** Address of the cached thumbnail, usable as an image source in the page; absent when there is none. */
  readonly thumbnail?: string;
  /** The other copies of its picture; absent where there are none. */
  readonly copies?:
    | {
        readonly isExact: boolean;
        readonly others: readonly { readonly path: string; readonly givenLabel: string }[];
        /** Copies there are beyond those listed. */
        readonly more: number;
      }
    | undefined;
  /** What may make it unusable; absent where nothing does. */
  readonly faults?: readonly ImageFault[];
  readonly decision: Decision | null;
}

/** Another image of the dataset; without an address when there is no small picture of it, and then as the network saw it. */
export interface ExampleImage {
  readonly path: string;
  readonly address?: string;
  /** The bytes of a `.bmp` file. */
  readonly seen?: Uint8Array;
}

/** Why a suspect was flagged. Lists are empty where the run has kept nothing of the kind. */
export interface SuspectDetails {
  readonly path: string;
  /** Absent when the file is gone. */
  readonly bytes?: number;
  /** Address of the file itself; absent when a browser cannot show it. */
  readonly original?: string;
  /** The most probable classes as the models predict them, and the given and the suggested one. */
  readonly classes: readonly { readonly label: string; readonly probability: number }[];
  readonly models: readonly {
    readonly givenProbability: number;
    readonly predictedLabel: string;
    readonly predictedProbability: number;
    readonly hasSeen: boolean;
  }[];
  /** Probability of the given label, epoch by epoch. */
  readonly trajectory: readonly number[];
  readonly typicalGiven: readonly ExampleImage[];
  readonly typicalSuggested: readonly ExampleImage[];
  readonly neighbours: readonly (ExampleImage & {
    readonly givenLabel: string;
    readonly similarity: number;
  })[];
  /** The other copies of its picture; absent where there are none. */
  readonly copies?: {
    readonly isExact: boolean;
    readonly images: readonly (ExampleImage & { readonly givenLabel: string })[];
    /** Copies there are beyond those listed. */
    readonly more: number;
  };
  /** What the network saw, as the bytes of a `.bmp` file. */
  readonly seen?: Uint8Array;
}

/** A group of suspects in view, in the order in which they stand. */
export interface GroupCount extends SuspectGroup {
  readonly reviewed: number;
}

/** All the page needs to draw itself; sent in answer to `ready` and again as `stateChanged` when a run has finished. */
export interface GalleryState {
  readonly datasetName: string;
  /** `none`: never scanned. */
  readonly status: 'none' | 'ready';
  readonly runId: string | null;
  readonly images: number;
  readonly unreadable: number;
  readonly classes: readonly string[];
  /** Copies and faults of the run; null where the images were not looked at. */
  readonly checks: CheckSummary | null;
  readonly view: ViewSettings;
  readonly viewVersion: number;
  readonly counts: GalleryCounts;
  /** Empty for one list. */
  readonly groups: readonly GroupCount[];
  readonly place: Place | null;
  /** Null without suspects. */
  readonly stopping: StoppingAdvice | null;
  /** The run in progress, if any. */
  readonly progress: Progress | null;
  /** The setting `labelReview.keys` as the user has it. */
  readonly keys: unknown;
  /** Lines the user should see, e.g. where decisions are kept for a read-only dataset. */
  readonly notices: readonly string[];
}

export interface ViewChanged {
  readonly view: ViewSettings;
  readonly viewVersion: number;
  readonly counts: GalleryCounts;
  readonly groups: readonly GroupCount[];
}

/** Sent after the journal has been flushed to disk: from then on the page may say "saved". */
export interface ReviewOutcome {
  /** What happened, for the live region: e.g. `relabel` of 3 images to "cat". */
  readonly step: {
    readonly kind: ReviewRequest['kind'];
    readonly images: number;
    readonly label?: string;
  } | null;
  readonly counts: GalleryCounts;
  /** Positions in the current view that changed, as half-open ranges. */
  readonly changed: readonly (readonly [number, number])[];
  /** The groups of the view that changed, and how many are reviewed in each now. */
  readonly groups: readonly (readonly [group: number, reviewed: number])[];
  /** Classes now known; absent where no new one was typed. */
  readonly classes?: readonly string[];
}

/** The reply type of each request. */
export interface Replies {
  ready: GalleryState;
  setView: ViewChanged;
  getRows: { readonly viewVersion: number; readonly start: number; readonly rows: readonly SuspectRow[] };
  review: ReviewOutcome;
  rememberPlace: null;
  openImage: null;
  revealImage: null;
  getDetails: SuspectDetails;
  /** Null where the view does not show it. */
  findImage: { readonly position: number | null };
  nextUndecided: { readonly position: number | null };
  getPairs: { readonly pairs: readonly SuspectPair[] };
  getPair: { readonly ranges: readonly (readonly [number, number])[] };
  getUndecided: { readonly ranges: readonly (readonly [number, number])[] };
  runCommand: null;
}

export type RequestOf<T extends PageRequest['type']> = Extract<PageRequest, { readonly type: T }>;

/** What the host does for each request of the page. */
export type PageHandlers = {
  readonly [T in PageRequest['type']]: (request: RequestOf<T>) => Promise<Replies[T]>;
};

/** Messages of the host: replies, and events it sends on its own. */
export type HostMessage =
  | { readonly type: 'reply'; readonly id: number; readonly ok: unknown }
  | {
      readonly type: 'reply';
      readonly id: number;
      readonly error: { readonly code: string; readonly message: string };
    }
  | HostEvent;

export type HostEvent =
  | { readonly type: 'stateChanged'; readonly state: GalleryState }
  | { readonly type: 'reviewChanged'; readonly outcome: ReviewOutcome }
  /** A moment after decisions, never on their way. */
  | { readonly type: 'stopping'; readonly stopping: StoppingAdvice | null }
  | { readonly type: 'progress'; readonly progress: Progress | null }
  /** The run failed or was cancelled; the page shows it where the progress was. */
  | { readonly type: 'runEnded'; readonly status: 'done' | 'cancelled' | 'failed'; readonly message?: string }
  /** The user has changed the setting `labelReview.keys`. */
  | { readonly type: 'keysChanged'; readonly keys: unknown }
  /** A review command of VS Code (palette or keybinding), to be applied to the page's focus or selection. */
  | { readonly type: 'action'; readonly action: ReviewAction; readonly argument?: number };

/** What the page accepts from the host before looking further; payloads are typed by the reply they answer. */
export const hostMessageSchema = v.looseObject({
  type: v.picklist([
    'reply',
    'stateChanged',
    'reviewChanged',
    'stopping',
    'progress',
    'runEnded',
    'keysChanged',
    'action',
  ]),
});
