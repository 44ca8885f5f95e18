import * as l10n from '@vscode/l10n';
import type { GalleryCounts } from '../src/shared/galleryProtocol';
import { movedFocus, type GridFocus, type Move } from './grid/gridMoves';
import { GridRows } from './grid/gridRows';
import type { RowLoader } from './grid/rowLoader';
import { EMPTY_SELECTION, selectBetween, toggleSelected, type Selection } from './grid/selection';
import { SuspectGroups } from './grid/suspectGroups';

/** Until the grid has been drawn. */
const NO_ROWS = new GridRows({ count: 0, columns: 1, groups: [], rowHeight: 1, headerHeight: 0 });

/** Where the reviewer is in the suspects and their groups, and what is selected. */
export abstract class GalleryCursor {
  focus = 0;
  /** The focus is on the header of the group that begins with the focused suspect. */
  isOnHeader = false;
  selection: Selection = EMPTY_SELECTION;
  readonly groups = new SuspectGroups();
  /** Set by whoever moves the focus, cleared by the grid once it has focused the cell. */
  wantsFocus = false;
  /** One suspect instead of the grid. */
  isLarge = false;
  protected shape = { rows: NO_ROWS, rowsPerPage: 1 };
  /** The other end of a Shift selection. */
  protected anchor = 0;
  /** Where up and down go on from a header. */
  private column = 0;
  abstract readonly rows: RowLoader;

  abstract get counts(): GalleryCounts;
  abstract changed(): void;
  abstract announce(text: string): void;
  abstract report(error: unknown): void;
  protected abstract placeChanged(): void;

  get focused(): GridFocus {
    return { position: this.focus, isHeader: this.isOnHeader, column: this.column };
  }

  moveTo(position: number, options: { extend?: boolean } = {}): void {
    if (this.isFoldedAway(position)) this.groups.setFolded(this.groups.at(position), false);
    this.isOnHeader = false;
    this.focus = position;
    if (options.extend) this.selection = selectBetween(this.anchor, position);
    else this.anchor = position;
    this.focusMoved();
  }

  /** Puts the focus on the header of a group: what is decided there is decided about all of it. */
  moveToHeader(group: number, column = 0): void {
    this.column = column;
    this.isOnHeader = true;
    this.focus = this.anchor = this.groups.rangeOf(group)[0];
    this.focusMoved();
  }

  move(move: Move, extend: boolean): void {
    if (!extend && this.selection.length > 0) this.selection = EMPTY_SELECTION;
    if (this.isOnHeader && !extend && (move === 'left' || move === 'right')) {
      if (this.foldByArrow(move)) return;
    }
    // The large view and a selection know suspects only.
    const moved = movedFocus(this.focused, move, { ...this.shape, isExtending: extend || this.isLarge });
    if (moved.isHeader) this.moveToHeader(this.groups.at(moved.position), moved.column);
    else this.moveTo(moved.position, { extend });
  }

  /** Folds with the left arrow, unfolds with the right one; false where there is nothing left to do. */
  private foldByArrow(move: 'left' | 'right'): boolean {
    const group = this.groups.at(this.focus);
    const isFolding = move === 'left';
    if (this.groups.isFolded(group) === isFolding) return isFolding;
    this.setFolded(group, isFolding);
    return true;
  }

  setFolded(group: number, isFolded: boolean): void {
    this.groups.setFolded(group, isFolded);
    this.wantsFocus = true;
    this.placeChanged();
    this.changed();
  }

  /** Folds or unfolds the group that has the focus, which then is on its header. */
  toggleFolded(): void {
    if (this.groups.length === 0 || this.isLarge) return;
    const group = this.groups.at(this.focus);
    this.moveToHeader(group);
    this.setFolded(group, !this.groups.isFolded(group));
  }

  protected isFoldedAway(position: number): boolean {
    return this.groups.length > 0 && this.groups.isFolded(this.groups.at(position));
  }

  private focusMoved(): void {
    this.wantsFocus = true;
    this.placeChanged();
    if (this.isLarge)
      this.rows.load(this.focus).then(
        () => this.changed(),
        (error: unknown) => this.report(error),
      );
    this.changed();
  }

  /** Selects the group that has the focus, or unselects it where that is all that is selected. */
  selectGroup(): void {
    if (this.groups.length === 0) return;
    const group = this.groups.at(this.focus);
    const range = this.groups.rangeOf(group);
    const [first, ...others] = this.selection;
    const isSelected = others.length === 0 && first?.[0] === range[0] && first[1] === range[1];
    this.selection = isSelected ? EMPTY_SELECTION : [range];
    this.anchor = range[0];
    this.announce(
      isSelected
        ? l10n.t('Nothing selected.')
        : l10n.t('{0} selected.', (range[1] - range[0]).toLocaleString('en-US')),
    );
  }

  toggleSelected(position: number): void {
    this.selection = toggleSelected(this.selection, position);
    this.moveTo(position);
  }

  selectAll(): void {
    const { inView } = this.counts;
    if (inView === 0) return;
    this.selection = [[0, inView]];
    this.announce(l10n.t('{0} selected.', inView.toLocaleString('en-US')));
  }

  clearSelection(): void {
    this.selection = EMPTY_SELECTION;
    this.anchor = this.focus;
    this.changed();
  }
}
