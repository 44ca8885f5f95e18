import * as l10n from '@vscode/l10n';
import { assertNever } from '../../src/core/assertNever';
import { bindKeys } from '../../src/core/keys';
import { askedImages } from '../../src/core/query/similarTerms';
import { showUnseen } from '../../src/core/words/showUnseen';
import type {
  AdoptedPlace,
  GalleryState,
  HostEvent,
  Place,
  ReviewOutcome,
  ReviewRequest,
  SuspectDetails,
  ViewChanged,
} from '../../src/shared/galleryProtocol';
import { clampCellSize, DEFAULT_CELL_SIZE } from '../grid/gridLayout';
import { RowCache } from '../grid/rowCache';
import type { LoadedRows } from '../grid/rowLoader';
import { EMPTY_SELECTION, type Selection } from '../grid/selection';
import { subtractRanges } from '../grid/subtractRanges';
import { SuspectGroups } from '../grid/suspectGroups';
import { outcomeText } from '../reviewWording';
import { decidedRow } from './decidedRow';
import { countsOf, type DetailsFailure, type Page } from './page';
import type { Pending } from './pendingDecisions';
import { announce, step, type Effect, type Step } from './step';
import { message } from '../../src/core/words/message';
import type { Thing } from '../../src/core/words/thing';
import { numbers, say } from '../pageWording';

/** What the host has said. */
export type HostStepEvent =
  | {
      readonly type: 'started';
      readonly state: GalleryState;
      readonly place: Place | null;
    }
  | { readonly type: 'viewAnswered'; readonly serial: number; readonly changed: ViewChanged }
  /** Null: another view was asked for meanwhile, of which there is nothing to say. */
  | { readonly type: 'viewRefused'; readonly serial: number; readonly message: string | null }
  | { readonly type: 'rowsLoaded'; readonly loaded: LoadedRows }
  | {
      readonly type: 'detailsLoaded';
      readonly viewVersion: number;
      readonly position: number;
      readonly details: SuspectDetails;
    }
  | ({ readonly type: 'detailsFailed'; readonly viewVersion: number } & DetailsFailure)
  | { readonly type: 'sent'; readonly pending: Pending }
  /** Only with an outcome the host has sent: its journal is then on disk. */
  | {
      readonly type: 'saved';
      readonly pending: Pending;
      readonly request: ReviewRequest;
      readonly outcome: ReviewOutcome;
    }
  | { readonly type: 'notSaved'; readonly pending: Pending; readonly message: string }
  /** The page is to be at `place` of another run. */
  | {
      readonly type: 'orderAdopted';
      readonly state: GalleryState;
      readonly place: AdoptedPlace;
      readonly told: string;
      readonly isFromOutside: boolean;
    }
  | Exclude<HostEvent, { readonly type: 'action' | 'orderLearned' | 'runArrived' }>;

const FETCH_ROWS: Effect = { type: 'fetchRows' };
const MAX_DETAILS = 24;

export function reduceHost(page: Page, event: HostStepEvent): Step {
  switch (event.type) {
    case 'started':
      return started(page, event);
    case 'stateChanged':
      return stateChanged(page, event.state);
    case 'orderAdopted':
      return orderAdopted(page, event);
    case 'orderNotLearned':
      return step({ ...page, isLearning: false, error: event.message });
    case 'viewAnswered':
      return viewAnswered(page, event.serial, event.changed);
    case 'viewRefused':
      return step(viewRefused(page, event.serial, event.message));
    case 'rowsLoaded':
      return step(withRows(page, event.loaded));
    case 'detailsLoaded':
      return step(event.viewVersion === page.rows.viewVersion ? withDetails(page, event) : page);
    case 'detailsFailed':
      return step(
        event.viewVersion === page.rows.viewVersion
          ? { ...page, detailsFailure: { position: event.position, message: event.message } }
          : page,
      );
    case 'sent':
      return step(announce({ ...page, pending: [...page.pending, event.pending] }, ''));
    case 'saved':
      return saved(page, event);
    case 'notSaved':
      return notSaved(page, event.pending, event.message);
    case 'reviewChanged':
      return step(adoptOutcome(page, event.outcome, EMPTY_SELECTION), FETCH_ROWS);
    case 'stopping':
      return step(page.state ? { ...page, state: { ...page.state, stopping: event.stopping } } : page);
    case 'progress':
      return step({
        ...page,
        state: page.state && { ...page.state, progress: event.progress },
        runEnd: event.progress ? null : page.runEnd,
      });
    case 'runEnded':
      return step(endRun(page, event.status, event.message));
    case 'imagesChanged':
      return step(imagesChanged(page, event), FETCH_ROWS);
    case 'keysChanged':
      return step(adoptKeys(page, event.keys));
    default:
      return assertNever(event);
  }
}

function started(page: Page, { state, place }: Extract<HostStepEvent, { readonly type: 'started' }>): Step {
  const groups = new SuspectGroups([], new Set(place?.folded ?? []));
  const adopted = adoptState({ ...page, groups }, state);
  const focus = Math.min(place?.focus ?? state.firstUndecided, Math.max(0, state.counts.inView - 1));
  const restored: Page = {
    ...adopted,
    cellSize: clampCellSize(place?.cellSize ?? DEFAULT_CELL_SIZE),
    hasPanel: place?.hasPanel ?? false,
    focus,
    anchor: focus,
    isOnHeader: adopted.groups.isFoldedAway(focus),
  };
  return step(restored, FETCH_ROWS, { type: 'scrollTo', offset: place?.scrollTop ?? 0 }, { type: 'focus' });
}

/** The review of another run begins where it would if the gallery were opened now. */
function stateChanged(page: Page, state: GalleryState): Step {
  const shown = adoptState(page, state);
  const isSameRun = page.state?.runId === state.runId;
  return isSameRun ? step(shown, FETCH_ROWS) : step(shown, FETCH_ROWS, { type: 'showFocus' });
}

function adoptState(page: Page, state: GalleryState): Page {
  const isSameRun = page.state?.runId === state.runId;
  const here: Page = isSameRun
    ? page
    : { ...page, pairs: null, focus: state.place?.focus ?? state.firstUndecided };
  return adoptView({ ...adoptKeys(here, state.keys), state }, state);
}

/** A dialog that asks about an image which has gone asks no longer. */
function orderAdopted(page: Page, event: Extract<HostStepEvent, { readonly type: 'orderAdopted' }>): Step {
  const { state, place, told, isFromOutside } = event;
  const { focus, isSameImage, selection } = place;
  const adopted = adoptState(page, state);
  const shown: Page = {
    ...adopted,
    focus,
    anchor: focus,
    selection,
    isOnHeader: adopted.groups.isFoldedAway(focus),
    isLearning: false,
    dialog: page.dialog === 'label' && !isSameImage ? null : page.dialog,
    runEnd: null,
    error: null,
  };
  return step(
    announce(shown, isFromOutside ? arrivedText(page, event) : told),
    FETCH_ROWS,
    { type: 'showFocus' },
    { type: 'rememberPlace' },
  );
}

/** Of a run that is shown already there is nothing to say. */
function arrivedText(
  { state: before }: Page,
  { state, told }: Extract<HostStepEvent, { readonly type: 'orderAdopted' }>,
): string {
  if (before?.runId === state.runId) return '';
  const { suspects } = state.counts;
  const text =
    suspects === 1
      ? l10n.t('A new run is there: 1 suspect.')
      : l10n.t('A new run is there: {0} suspects.', numbers.count(suspects));
  return told === '' ? text : `${text} ${told}`;
}

function adoptView(page: Page, { view, viewVersion, counts, groups: groupCounts }: ViewChanged): Page {
  if (!page.state) return page;
  const groups = new SuspectGroups(groupCounts, page.groups.foldedKeys);
  const focus = Math.min(page.focus, Math.max(0, counts.inView - 1));
  return {
    ...page,
    state: { ...page.state, view, viewVersion, counts, groups: groupCounts },
    groups,
    selection: EMPTY_SELECTION,
    focus,
    anchor: focus,
    isOnHeader: groups.isFoldedAway(focus),
    rows: new RowCache(viewVersion, counts.inView),
    details: new Map(),
    detailsFailure: null,
    isLarge: page.isLarge && counts.inView > 0,
  };
}

const isLast = ({ asked }: Page, serial: number): boolean => asked?.serial === serial;

/** An answer that is overtaken is shown all the same, but what was asked for since stays asked for. */
function viewAnswered(page: Page, serial: number, changed: ViewChanged): Step {
  const asked = isLast(page, serial) ? null : page.asked;
  const shown = adoptView({ ...page, asked, focus: 0 }, changed);
  return step(
    announce(shown, viewText(changed, page.state?.thing)),
    FETCH_ROWS,
    { type: 'scrollTo', offset: 0 },
    { type: 'rememberPlace' },
  );
}

function viewText({ view, counts: { inView } }: ViewChanged, thing: Thing | undefined): string {
  if (askedImages(view.query).length > 0) {
    const text =
      inView === 0 ? message('nothing-similar-in-view') : message('similar-in-view', { count: inView });
    return say(text, thing);
  }
  return inView === 1 ? l10n.t('1 suspect in view.') : l10n.t('{0} suspects in view.', numbers.count(inView));
}

function viewRefused(page: Page, serial: number, message: string | null): Page {
  const asked = isLast(page, serial) ? null : page.asked;
  return message === null ? { ...page, asked } : announce({ ...page, asked, error: message }, '');
}

const withRows = (page: Page, { viewVersion, page: index, rows, generation }: LoadedRows): Page =>
  viewVersion === page.rows.viewVersion
    ? { ...page, rows: page.rows.put(index, rows, { generation, focus: page.focus }) }
    : page;

function withDetails(page: Page, { position, details }: { position: number; details: SuspectDetails }): Page {
  const known = new Map(page.details).set(position, details);
  for (const oldest of known.keys()) {
    if (known.size <= MAX_DETAILS) break;
    // Those of an image left before may come late, while the older ones are looked at again.
    if (oldest !== page.focus) known.delete(oldest);
  }
  return { ...page, details: known };
}

const without = (page: Page, settled: Pending): Page => ({
  ...page,
  pending: page.pending.filter((pending) => pending !== settled),
});

/** Its images may be others by now, which is then shown. */
function notSaved(page: Page, pending: Pending, message: string): Step {
  const rows = page.rows.markStale(pending.targets);
  return step({ ...without(page, pending), rows, error: message }, FETCH_ROWS);
}

function imagesChanged(
  page: Page,
  { count, file }: { readonly count: number; readonly file?: string },
): Page {
  const rows = page.rows.markStale([[0, countsOf(page).inView]]);
  const ofImages = say(message('things-changed', { count }), page.state?.thing);
  const text = file === undefined ? ofImages : l10n.t('{0} has changed.', showUnseen(file));
  return announce({ ...page, rows, details: new Map() }, text);
}

/** What the decided rows have become is known here; the others that changed are asked for anew. */
function saved(
  before: Page,
  { pending, request, outcome }: Extract<HostStepEvent, { readonly type: 'saved' }>,
): Step {
  const page: Page = { ...without(before, pending), error: null };
  const isOfView = 'targets' in request && request.targets.viewVersion === page.state?.viewVersion;
  // Where there is something to tell, some of the images may have been left out.
  const known = isOfView && outcome.told === undefined ? pending.targets : EMPTY_SELECTION;
  const rows = page.rows
    .patch(known, (row) => decidedRow(row, request))
    .markStale(subtractRanges(pending.targets, known));
  return step(adoptOutcome({ ...page, rows }, outcome, known), FETCH_ROWS);
}

function adoptOutcome(page: Page, outcome: ReviewOutcome, known: Selection): Page {
  if (!page.state) return page;
  const { counts, classes = page.state.classes, told } = outcome;
  return announce(
    {
      ...page,
      error: told ?? page.error,
      state: { ...page.state, counts, classes },
      groups: page.groups.withReviewed(outcome.groups),
      rows: page.rows.markStale(subtractRanges(outcome.changed, known)),
    },
    outcomeText(outcome, page.state.thing),
  );
}

function adoptKeys(page: Page, setting: unknown): Page {
  const { bindings, problems } = bindKeys(setting, page.isMac);
  return { ...page, keys: bindings, keyProblems: problems };
}

/** The page says it where the progress was, and nowhere else. */
function endRun(page: Page, status: 'done' | 'cancelled' | 'failed', why: string | undefined): Page {
  const ended: Page = { ...page, isLearning: false, state: page.state && { ...page.state, progress: null } };
  if (status === 'done') return announce({ ...ended, runEnd: null }, l10n.t('The run is done.'));
  const fallback =
    status === 'failed'
      ? l10n.t('The run failed.')
      : say(message('cancelled-nothing-changed'), page.state?.thing);
  return announce({ ...ended, runEnd: { status, message: why ?? fallback } }, '');
}
