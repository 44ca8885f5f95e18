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
import type { ImageChange } from '../core/dataset/imageChange';
import type { Box } from '../core/dataset/imagePlace';
import type { CheckSummary } from '../core/dataset/imageChecks';
import type { ReviewAction } from '../core/names';
import type { Decision } from '../core/review/review';
import type { EvidenceCloseness } from '../core/run/evidence';
import type { Progress } from '../core/run/progress';
import type { StoppingAdvice } from '../core/review/stopping';
import type { SuspectPair } from '../core/query/galleryView';
import type { Grouping, SuspectGroup } from '../core/query/suspectGroups';
import { parseSuspectQuery } from '../core/query/suspectQuery';
import type { Thing } from '../core/words/thing';
import { NO_PARAMS, type EventTypes, type Handlers, type RequestSchemas } from './requests';

export const SORT_ORDERS = ['rank', 'live', 'path', 'given', 'suggested', 'pair', 'random'] as const;
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
const targetsSchema = v.object({
  viewVersion: v.number(),
  ranges: v.array(v.tuple([position, position])),
});
export type Targets = v.InferOutput<typeof targetsSchema>;

const askedPlaceSchema = v.object({
  viewVersion: v.number(),
  focus: position,
  selection: v.array(v.tuple([position, position])),
});
/** Where the reviewer is, to be found again in the view of a newer run. */
export type AskedPlace = v.InferOutput<typeof askedPlaceSchema>;

/** The same place in that view. */
export interface AdoptedPlace {
  readonly focus: number;
  /** Whether the focus is on the image that it was on. */
  readonly isSameImage: boolean;
  readonly selection: Ranges;
}

const reviewRequestSchema = v.variant('kind', [
  /** Relabel each target to its own suggested label. */
  v.object({ kind: v.literal('accept'), targets: targetsSchema }),
  v.object({ kind: v.literal('relabel'), targets: targetsSchema, label: v.pipe(v.string(), v.minLength(1)) }),
  v.object({ kind: v.picklist(['keep', 'exclude', 'unsure']), targets: targetsSchema }),
  v.object({ kind: v.picklist(['undo', 'redo']) }),
]);
export type ReviewRequest = v.InferOutput<typeof reviewRequestSchema>;

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

export interface SuspectRow {
  readonly position: number;
  /** Relative to the dataset, `/`-separated. */
  readonly path: string;
  /** The path of the picture that it is a part of; absent for whole images. */
  readonly picture?: string;
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
  /** How surely it shows none of the classes, 0–1; absent where it is not flagged for that. To exclude it is then suggested. */
  readonly offTopic?: number;
  /** In a view of similar images: how similar it is to those asked about, 1 for the same picture, or that it is one of them. */
  readonly similar?: { readonly similarity: number; readonly isAsked: boolean };
  /** What has become of its file since the run; nothing is then decided about it. */
  readonly change?: ImageChange;
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
  /** Address of the file itself, of a box that of its picture; absent when a browser cannot show it. */
  readonly original?: string;
  /** Why the original cannot be had, where that is not for the browser. */
  readonly noOriginal?: string;
  /** The file that the picture is a part of; absent for a file of its own. */
  readonly inside?: string;
  /** Where the box is in its picture; absent for whole images. */
  readonly box?: Box;
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
  /** Why it may show none of the classes; absent where it is not flagged for that. */
  readonly closeness?: EvidenceCloseness;
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
  /** What its images are. */
  readonly thing: Thing;
  readonly images: number;
  readonly unreadable: number;
  readonly classes: readonly string[];
  /** Copies and faults of the run; null where the images were not looked at. */
  readonly checks: CheckSummary | null;
  /** Images that may show none of the classes. */
  readonly offTopic: number;
  readonly view: ViewSettings;
  readonly viewVersion: number;
  readonly counts: GalleryCounts;
  /** Empty for one list. */
  readonly groups: readonly GroupCount[];
  readonly place: Place | null;
  /** The position in view where a review without a place begins; 0 where all is decided. */
  readonly firstUndecided: number;
  /** Whether a new order can be learnt from the decisions in seconds. */
  readonly learns: boolean;
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
    /** Of an undo or redo: the step that was taken back or brought back. */
    readonly of?: {
      readonly kind: Exclude<ReviewRequest['kind'], 'undo' | 'redo'>;
      readonly label?: string;
      /** Of its only image. */
      readonly path?: string;
      /** Of the first of its images in the view; null where that shows none of them. */
      readonly position: number | null;
    };
  } | null;
  readonly counts: GalleryCounts;
  /** Positions in the current view that changed, as half-open ranges. */
  readonly changed: readonly (readonly [number, number])[];
  /** The groups of the view that changed, and how many are reviewed in each now. */
  readonly groups: readonly (readonly [group: number, reviewed: number])[];
  /** Classes now known; absent where no new one was typed. */
  readonly classes?: readonly string[];
  /** Images that other windows or programs have decided about meanwhile; absent where none. */
  readonly others?: number;
  /** What the reviewer must know besides, e.g. that another program has changed the journal. */
  readonly told?: string;
}

const ofViewSchema = v.object({ viewVersion: v.number(), position });
type OfView = v.InferOutput<typeof ofViewSchema>;
type Ranges = readonly (readonly [number, number])[];

const PAGE_COMMANDS = [
  'scan',
  'retrain',
  'updateOrder',
  'cancel',
  'export',
  'showLog',
  'changeKeys',
] as const;
export type PageCommand = (typeof PAGE_COMMANDS)[number];

/** What the page asks of the host. */
export interface GalleryRequests {
  ready(): GalleryState;
  setView(params: { view: ViewSettings }): ViewChanged;
  getRows(params: { viewVersion: number; start: number; count: number }): {
    readonly viewVersion: number;
    readonly start: number;
    readonly rows: readonly SuspectRow[];
  };
  review(params: { request: ReviewRequest }): ReviewOutcome;
  rememberPlace(params: { place: Place }): null;
  /** Takes over a run that has learnt from the decisions, or another process has made; `told` says how its suspects differ. */
  adoptOrder(params: { place: AskedPlace }): {
    readonly state: GalleryState;
    readonly place: AdoptedPlace;
    readonly told: string;
  };
  /** Opens the original image beside the gallery, or a copy of it where it is `inside` a file; null for a file of its own. */
  openImage(params: OfView): { readonly inside: string | null };
  /** Shows the file in the Explorer, or the one that the image is inside. */
  revealImage(params: OfView): { readonly inside: string | null };
  /** Copies the paths of the files, one a line; `inside`: how many of them lead into a file. */
  copyPaths(params: { targets: Targets }): { readonly copied: number; readonly inside: number };
  /** Why a suspect was flagged. */
  getDetails(params: OfView): SuspectDetails;
  /** Where an image stands in the view, or with `isNear` what comes after it; null where the view does not show it. */
  findImage(params: { viewVersion: number; path: string; isNear?: boolean | undefined }): {
    readonly position: number | null;
  };
  /** The first suspect without a decision after `from`, going round; decisions on their way are in `skip`. */
  nextUndecided(params: { from: number; skip: Targets }): { readonly position: number | null };
  /** The pairs of the run: thousands in a run of many classes, and so only where one is to be chosen. */
  getPairs(): { readonly pairs: readonly SuspectPair[] };
  /** The query for what is similar to these images. */
  similarQuery(params: { targets: Targets }): { readonly query: string };
  /** The undecided suspects in view with the given→suggested pair of this one. */
  getPair(params: OfView): { readonly ranges: Ranges };
  /** The suspects without a decision at `start … end - 1`. */
  getUndecided(params: { viewVersion: number; start: number; end: number }): { readonly ranges: Ranges };
  runCommand(params: { command: PageCommand }): null;
}

export const GALLERY_REQUESTS: RequestSchemas<GalleryRequests> = {
  ready: NO_PARAMS,
  setView: v.object({ view: viewSettingsSchema }),
  getRows: v.object({ viewVersion: v.number(), start: position, count: position }),
  review: v.object({ request: reviewRequestSchema }),
  rememberPlace: v.object({ place: placeSchema }),
  adoptOrder: v.object({ place: askedPlaceSchema }),
  openImage: ofViewSchema,
  revealImage: ofViewSchema,
  copyPaths: v.object({ targets: targetsSchema }),
  getDetails: ofViewSchema,
  findImage: v.object({ viewVersion: v.number(), path: v.string(), isNear: v.optional(v.boolean()) }),
  nextUndecided: v.object({ from: position, skip: targetsSchema }),
  getPairs: NO_PARAMS,
  similarQuery: v.object({ targets: targetsSchema }),
  getPair: ofViewSchema,
  getUndecided: v.object({ viewVersion: v.number(), start: position, end: position }),
  runCommand: v.object({ command: v.picklist(PAGE_COMMANDS) }),
};

export type PageHandlers = Handlers<GalleryRequests>;

/** What the host sends on its own. */
export type HostEvent =
  | { readonly type: 'stateChanged'; readonly state: GalleryState }
  | { readonly type: 'reviewChanged'; readonly outcome: ReviewOutcome }
  /** A moment after decisions, never on their way. */
  | { readonly type: 'stopping'; readonly stopping: StoppingAdvice | null }
  | { readonly type: 'progress'; readonly progress: Progress | null }
  /** The run failed or was cancelled; the page shows it where the progress was. */
  | { readonly type: 'runEnded'; readonly status: 'done' | 'cancelled' | 'failed'; readonly message?: string }
  /** A new run has learnt from the decisions, for the page to take over when it can. */
  | { readonly type: 'orderLearned' }
  /** Another process has made a new run, to be taken over in the same way. */
  | { readonly type: 'runArrived' }
  /** None could; the sentence says why. */
  | { readonly type: 'orderNotLearned'; readonly message: string }
  /** Images were replaced, renamed or deleted by another program, or the file was that holds some. */
  | { readonly type: 'imagesChanged'; readonly count: number; readonly file?: string }
  /** The user has changed the setting `labelReview.keys`. */
  | { readonly type: 'keysChanged'; readonly keys: unknown }
  /** A review command of VS Code (palette or keybinding), to be applied to the page's focus or selection. */
  | { readonly type: 'action'; readonly action: ReviewAction; readonly argument?: number };

export const HOST_EVENTS: EventTypes<HostEvent> = {
  stateChanged: true,
  reviewChanged: true,
  stopping: true,
  progress: true,
  runEnded: true,
  orderLearned: true,
  runArrived: true,
  orderNotLearned: true,
  imagesChanged: true,
  keysChanged: true,
  action: true,
};
