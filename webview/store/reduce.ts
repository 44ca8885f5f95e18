import { assertNever } from '../../src/core/assertNever';
import type { SuspectPair } from '../../src/core/query/galleryView';
import { askedImages } from '../../src/core/query/similarTerms';
import type { ViewSettings } from '../../src/shared/galleryProtocol';
import { clampCellSize } from '../grid/gridLayout';
import type { LargeAction } from '../keys/keyboard';
import { reduceCursor, type CursorEvent } from './cursorSteps';
import { reduceHost, type HostStepEvent } from './hostSteps';
import { countsOf, viewOf, type OpenDialog, type Page, type WayBack } from './page';
import { message } from '../../src/core/words/message';
import { say } from '../pageWording';
import { announce, focusedRow, step, type Effect, type Step } from './step';

/** What the reviewer does besides moving and deciding. */
type ControlEvent =
  /** Filters, sorts or groups: what is absent stays. */
  | { readonly type: 'changeView'; readonly change: Partial<ViewSettings> }
  /** Shows what a query for similar images finds. */
  | { readonly type: 'showSimilar'; readonly query: string }
  /** Opens or closes the large view; the focus stays on the same suspect. */
  | { readonly type: 'setLarge'; readonly isLarge: boolean }
  | { readonly type: 'setPanel'; readonly hasPanel: boolean }
  /** The picture of an image cannot be shown. */
  | { readonly type: 'pictureLost'; readonly position: number }
  /** A new order is to be learnt. */
  | { readonly type: 'learn' }
  | { readonly type: 'toggleFilters' }
  | { readonly type: 'enterFilter' }
  /** Gives the keyboard back to the suspects. */
  | { readonly type: 'returnToGrid' }
  | { readonly type: 'setCellSize'; readonly size: number }
  | { readonly type: 'open'; readonly dialog: OpenDialog | null; readonly pairs?: readonly SuspectPair[] }
  | { readonly type: 'pairsCounted'; readonly pairs: readonly SuspectPair[] }
  | { readonly type: 'look'; readonly action: LargeAction }
  | { readonly type: 'announce'; readonly text: string }
  | { readonly type: 'report'; readonly message: string }
  | { readonly type: 'dismissError' };

export type PageEvent = ControlEvent | CursorEvent | HostStepEvent;

/** The only way in which the page changes. */
export function reduce(page: Page, event: PageEvent): Step {
  const reduced = reduceAny(page, event);
  return { page: reduced.page, effects: [...reduced.effects, ...looks(page, reduced.page)] };
}

function reduceAny(page: Page, event: PageEvent): Step {
  switch (event.type) {
    case 'moveTo':
    case 'moveToHeader':
    case 'move':
    case 'setFolded':
    case 'toggleFolded':
    case 'selectGroup':
    case 'toggleSelected':
    case 'selectAll':
    case 'clearSelection':
      return reduceCursor(page, event);
    case 'started':
    case 'stateChanged':
    case 'orderAdopted':
    case 'orderNotLearned':
    case 'viewAnswered':
    case 'viewRefused':
    case 'rowsLoaded':
    case 'detailsLoaded':
    case 'detailsFailed':
    case 'sent':
    case 'saved':
    case 'notSaved':
    case 'reviewChanged':
    case 'stopping':
    case 'progress':
    case 'runEnded':
    case 'imagesChanged':
    case 'keysChanged':
      return reduceHost(page, event);
    case 'changeView':
    case 'showSimilar':
    case 'setLarge':
    case 'setPanel':
    case 'pictureLost':
    case 'learn':
    case 'toggleFilters':
    case 'enterFilter':
    case 'returnToGrid':
    case 'setCellSize':
    case 'open':
    case 'pairsCounted':
    case 'look':
    case 'announce':
    case 'report':
    case 'dismissError':
      return reduceControl(page, event);
    default:
      return assertNever(event);
  }
}

function reduceControl(page: Page, event: ControlEvent): Step {
  switch (event.type) {
    case 'changeView':
      return changeView(page, event.change);
    case 'showSimilar':
      // Side by side, and nothing but they.
      return changeView({ ...page, isLarge: false }, { query: event.query, sort: 'rank', group: undefined });
    case 'setLarge':
      return setLarge(page, event.isLarge);
    case 'setPanel':
      return step({ ...page, hasPanel: event.hasPanel }, { type: 'focus' }, { type: 'rememberPlace' });
    case 'pictureLost':
      return step(
        { ...page, rows: page.rows.markStale([[event.position, event.position + 1]]) },
        { type: 'fetchRows' },
      );
    case 'learn':
      return step({ ...page, isLearning: true });
    case 'toggleFilters':
      return step({ ...page, hasFilters: !page.hasFilters });
    case 'enterFilter':
    case 'look':
      return step(page, event);
    case 'returnToGrid':
      return step(page, { type: 'focus' });
    case 'setCellSize':
      return step({ ...page, cellSize: clampCellSize(event.size) }, { type: 'rememberPlace' });
    case 'open':
      return open(page, event.dialog, event.pairs);
    case 'pairsCounted':
      return step({ ...page, pairs: event.pairs });
    case 'announce':
      return step(announce(page, event.text));
    case 'report':
      return step({ ...page, error: event.message });
    case 'dismissError':
      return step({ ...page, error: null });
    default:
      return assertNever(event);
  }
}

function changeView(page: Page, change: Partial<ViewSettings>): Step {
  if (!page.state) return step(page);
  const serial = page.viewSerial + 1;
  const before = viewOf(page);
  const view = { ...before, ...change };
  const [images, imagesBefore] = [view, before].map(({ query }) => askedImages(query).join('\n'));
  const asked: Page = {
    ...page,
    viewSerial: serial,
    asked: { view, serial },
    wayBack: images === '' ? null : wayBackFrom(page, before),
  };
  const isSearch = images !== '' && images !== imagesBefore;
  const told = isSearch ? announce(asked, say(message('looking-for-similar'), page.state.thing)) : asked;
  return step(told, { type: 'askView', view, serial });
}

/** It leads past other similar images. */
function wayBackFrom(page: Page, view: ViewSettings): WayBack | null {
  return askedImages(view.query).length > 0 ? page.wayBack : { view, path: focusedRow(page)?.path };
}

function setLarge(page: Page, isLarge: boolean): Step {
  if (countsOf(page).inView === 0 && isLarge) return step(page);
  return step(announce({ ...page, isLarge }, ''), { type: 'focus' });
}

function open(page: Page, dialog: OpenDialog | null, pairs = page.pairs): Step {
  const wasForSuspects = page.dialog === 'label' || page.dialog === 'keys' || page.isLarge;
  const opened: Page = { ...page, dialog, pairs };
  return dialog === null && wasForSuspects ? step(opened, { type: 'focus' }) : step(opened);
}

const isLooking = (page: Page): boolean => (page.isLarge || page.hasPanel) && countsOf(page).inView > 0;

/** What the large view and the panel show: the focused suspect now, and again where its row or details have gone. */
function looks(before: Page, page: Page): Effect[] {
  if (!isLooking(page)) return [];
  const { focus: position } = page;
  const isNew =
    !isLooking(before) || before.focus !== position || before.rows.viewVersion !== page.rows.viewVersion;
  const isDue = (isThere: (page: Page) => boolean) => !isThere(page) && (isNew || isThere(before));
  return [
    ...(isDue(({ details }) => details.has(position)) ? [{ type: 'loadDetails', position } as const] : []),
    ...(isDue((shown) => focusedRow(shown) !== undefined) ? [{ type: 'loadRow', position } as const] : []),
  ];
}
