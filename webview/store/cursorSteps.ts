import * as l10n from '@vscode/l10n';
import { movedFocus, type GridFocus, type Move } from '../grid/gridMoves';
import type { GridRows } from '../grid/gridRows';
import { EMPTY_SELECTION, selectBetween, toggleSelected } from '../grid/selection';
import { countsOf, type Page } from './page';
import { announce, step, type Step } from './step';
import { numbers } from '../pageWording';

/** How the grid was last drawn. */
export interface DrawnShape {
  readonly rows: GridRows;
  /** Whole rows that fit the viewport. */
  readonly rowsPerPage: number;
}

/** Moves the focus, selects, and folds groups. */
export type CursorEvent =
  | { readonly type: 'moveTo'; readonly position: number; readonly extend?: boolean }
  | { readonly type: 'moveToHeader'; readonly group: number }
  | { readonly type: 'move'; readonly move: Move; readonly extend: boolean; readonly shape: DrawnShape }
  | { readonly type: 'setFolded'; readonly group: number; readonly isFolded: boolean }
  /** Folds or unfolds the group that has the focus, which then is on its header. */
  | { readonly type: 'toggleFolded' }
  /** Selects the group that has the focus, or unselects it where that is all that is selected. */
  | { readonly type: 'selectGroup' }
  | { readonly type: 'toggleSelected'; readonly position: number }
  | { readonly type: 'selectAll' }
  | { readonly type: 'clearSelection' };

export const gridFocusOf = ({ focus, isOnHeader, column }: Page): GridFocus => ({
  position: focus,
  isHeader: isOnHeader,
  column,
});

export function reduceCursor(page: Page, event: CursorEvent): Step {
  switch (event.type) {
    case 'moveTo':
      return moveTo(page, event.position, event.extend);
    case 'moveToHeader':
      return moveToHeader(page, event.group, 0);
    case 'move':
      // In the large view what was done before would be read out again, with the next image.
      return move(page.isLarge ? announce(page, '') : page, event.move, event.extend, event.shape);
    case 'setFolded':
      return setFolded(page, event.group, event.isFolded);
    case 'toggleFolded': {
      if (page.groups.length === 0 || page.isLarge) return step(page);
      const group = page.groups.at(page.focus);
      return setFolded(moveToHeader(page, group, 0).page, group, !page.groups.isFolded(group));
    }
    case 'selectGroup':
      return selectGroup(page);
    case 'toggleSelected':
      return moveTo({ ...page, selection: toggleSelected(page.selection, event.position) }, event.position);
    case 'selectAll': {
      const { inView } = countsOf(page);
      return step(inView === 0 ? page : announceSelected({ ...page, selection: [[0, inView]] }, inView));
    }
    case 'clearSelection':
      return step({ ...page, selection: EMPTY_SELECTION, anchor: page.focus });
  }
}

const focusMoved = (page: Page): Step => step(page, { type: 'focus' }, { type: 'rememberPlace' });

function moveTo(page: Page, position: number, extend = false): Step {
  const { groups, anchor } = page;
  const shown = groups.isFoldedAway(position) ? groups.withFolded(groups.at(position), false) : groups;
  return focusMoved({
    ...page,
    groups: shown,
    isOnHeader: false,
    focus: position,
    ...(extend ? { selection: selectBetween(anchor, position) } : { anchor: position }),
  });
}

/** Puts the focus on the header of a group: what is decided there is decided about all of it. */
function moveToHeader(page: Page, group: number, column: number): Step {
  const [focus] = page.groups.rangeOf(group);
  return focusMoved({ ...page, column, isOnHeader: true, focus, anchor: focus });
}

function move(before: Page, way: Move, extend: boolean, shape: DrawnShape): Step {
  const page = extend ? before : { ...before, selection: EMPTY_SELECTION };
  if (page.isOnHeader && !extend && (way === 'left' || way === 'right')) {
    const group = page.groups.at(page.focus);
    const isFolding = way === 'left';
    if (page.groups.isFolded(group) !== isFolding) return setFolded(page, group, isFolding);
    if (isFolding) return step(page);
  }
  // The large view and a selection know suspects only.
  const moved = movedFocus(gridFocusOf(page), way, { ...shape, isExtending: extend || page.isLarge });
  return moved.isHeader
    ? moveToHeader(page, page.groups.at(moved.position), moved.column)
    : moveTo(page, moved.position, extend);
}

const setFolded = (page: Page, group: number, isFolded: boolean): Step =>
  focusMoved({ ...page, groups: page.groups.withFolded(group, isFolded) });

function selectGroup(page: Page): Step {
  const { groups, selection } = page;
  if (groups.length === 0) return step(page);
  const range = groups.rangeOf(groups.at(page.focus));
  const [first, ...others] = selection;
  const isSelected = others.length === 0 && first?.[0] === range[0] && first[1] === range[1];
  const selected = { ...page, selection: isSelected ? EMPTY_SELECTION : [range], anchor: range[0] };
  return step(
    isSelected
      ? announce(selected, l10n.t('Nothing selected.'))
      : announceSelected(selected, range[1] - range[0]),
  );
}

const announceSelected = (page: Page, count: number): Page =>
  announce(page, l10n.t('{0} selected.', numbers.count(count)));
