import { bindKeys, type KeyBindings } from '../../src/core/keys';
import type { SuspectPair } from '../../src/core/query/galleryView';
import type { Message } from '../../src/core/words/message';
import {
  DEFAULT_VIEW,
  type GalleryCounts,
  type GalleryState,
  type SuspectDetails,
  type ViewSettings,
} from '../../src/shared/galleryProtocol';
import { NO_COUNTS } from '../../src/shared/noCounts';
import { DEFAULT_CELL_SIZE } from '../grid/gridLayout';
import { RowCache } from '../grid/rowCache';
import { EMPTY_SELECTION, type Selection } from '../grid/selection';
import { SuspectGroups } from '../grid/suspectGroups';
import type { PendingDecisions } from './pendingDecisions';

/** What is open above the grid. */
export type OpenDialog = 'label' | 'given' | 'suggested' | 'pair' | 'keys';

export interface RunEnd {
  readonly status: 'cancelled' | 'failed';
  readonly message: string;
}

/** A view that was asked for and is not answered. */
export interface AskedView {
  readonly view: ViewSettings;
  /** Grows with each: the answer to any but the last is overtaken. */
  readonly serial: number;
}

export interface DetailsFailure {
  readonly position: number;
  readonly message: string;
}

/** Where the reviewer was before looking at similar images. */
export interface WayBack {
  readonly view: ViewSettings;
  /** Of the focused image; absent while it is not known. */
  readonly path: string | undefined;
}

/** Everything the page shows: what the host has told, and what only the page knows. Never changed in place. */
export interface Page {
  /** The host's state as last told; null before the first answer. */
  readonly state: GalleryState | null;
  /** Null when the host's view is the one that was asked for last. */
  readonly asked: AskedView | null;
  readonly viewSerial: number;
  /** Out of the similar images that are shown; null where there are none, or were when the page was opened. */
  readonly wayBack: WayBack | null;
  /** Whether a new order is being learnt from the decisions. */
  readonly isLearning: boolean;
  readonly runEnd: RunEnd | null;
  readonly error: string | null;
  /** Text of the live region; `serial` tells two equal announcements apart. */
  readonly announcement: { readonly text: string; readonly serial: number };
  readonly cellSize: number;
  readonly dialog: OpenDialog | null;
  /** The pairs of the run, once a dialog or the filter has needed them. */
  readonly pairs: readonly SuspectPair[] | null;
  /** Whether the panel that says why the focused suspect was flagged is open. */
  readonly hasPanel: boolean;
  /** Whether the filters are shown where the page is too narrow to show them always. */
  readonly hasFilters: boolean;
  /** One suspect instead of the grid. */
  readonly isLarge: boolean;
  /** The position of the focused suspect. */
  readonly focus: number;
  /** The focus is on the header of the group that begins with the focused suspect. */
  readonly isOnHeader: boolean;
  /** Where up and down go on from a header. */
  readonly column: number;
  /** The other end of a Shift selection. */
  readonly anchor: number;
  readonly selection: Selection;
  readonly groups: SuspectGroups;
  readonly rows: RowCache;
  /** Of the suspects last looked at, by position. */
  readonly details: ReadonlyMap<number, SuspectDetails>;
  /** Why those of a suspect could not be read, the last time that was so. */
  readonly detailsFailure: DetailsFailure | null;
  readonly pending: PendingDecisions;
  readonly isMac: boolean;
  /** The keys in force, and what is wrong with the user's setting of them. */
  readonly keys: KeyBindings;
  readonly keyProblems: readonly Message[];
}

export function createPage(isMac: boolean): Page {
  return {
    state: null,
    asked: null,
    viewSerial: 0,
    wayBack: null,
    isLearning: false,
    runEnd: null,
    error: null,
    announcement: { text: '', serial: 0 },
    cellSize: DEFAULT_CELL_SIZE,
    dialog: null,
    pairs: null,
    hasPanel: false,
    hasFilters: false,
    isLarge: false,
    focus: 0,
    isOnHeader: false,
    column: 0,
    anchor: 0,
    selection: EMPTY_SELECTION,
    groups: new SuspectGroups([], new Set()),
    rows: new RowCache(-1, 0),
    details: new Map(),
    detailsFailure: null,
    pending: [],
    isMac,
    keys: bindKeys(undefined, isMac).bindings,
    keyProblems: [],
  };
}

export const countsOf = ({ state }: Page): GalleryCounts => state?.counts ?? NO_COUNTS;

/** The classes to choose from; one that was just typed is among them before it is saved. */
export function classesOf({ state, pending }: Page): readonly string[] {
  const known = state?.classes ?? [];
  const typed = pending.flatMap(({ label }) => (label === undefined || known.includes(label) ? [] : label));
  return typed.length === 0 ? known : [...new Set([...known, ...typed])].sort();
}

/** Why the details of the focused suspect are not there; null where they are, or are on their way. */
export const focusFailure = ({ detailsFailure, focus, details }: Page): string | null =>
  detailsFailure?.position === focus && !details.has(focus) ? detailsFailure.message : null;

/** The view as last asked for: what the next change builds on, and what the controls show. */
export const viewOf = ({ state, asked }: Page): ViewSettings => asked?.view ?? state?.view ?? DEFAULT_VIEW;
