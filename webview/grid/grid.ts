import * as l10n from '@vscode/l10n';
import { LitElement, html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { cell } from './cell';
import type { Gallery } from '../gallery';
import { menuOf } from '../imageMenu';
import { isPending } from '../store/pendingDecisions';
import { gridFocusOf } from '../store/cursorSteps';
import type { Page } from '../store/page';
import { GRID_PADDING, HEADER_HEIGHT, gridLayout, CELL_GAP, type GridLayout } from './gridLayout';
import { rowOfFocus } from './gridMoves';
import { GridRows, type GroupSize } from './gridRows';
import { groupHeader } from './groupHeader';
import { isSelected, normalizeRanges, type Range, type Selection } from './selection';
import { VirtualRows, type DrawnRow } from './virtualRows';

const OVERSCAN_ROWS = 1;

function positionOf(event: Event): number | null {
  const target =
    event.target instanceof Element ? event.target.closest<HTMLElement>('[role=gridcell]') : null;
  const position = Number(target?.dataset.position);
  return target && Number.isInteger(position) ? position : null;
}

/** The group whose header an event happened on. */
function groupOf(event: Event): number | null {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-group]') : null;
  return target ? Number(target.dataset.group) : null;
}

const NO_ROWS = new GridRows({ count: 0, columns: 1, groups: [], rowHeight: 1, headerHeight: 0 });

/** `<suspect-grid>`: the suspects in view as an ARIA grid with one tab stop, of which only the visible rows exist. */
export class SuspectGrid extends LitElement {
  static override properties = {
    gallery: { attribute: false },
    page: { attribute: false },
    onAccept: { attribute: false },
  };
  declare gallery: Gallery;
  /** The gallery's. */
  declare page: Page;
  private isFocusDue = false;
  private scrollDue: number | null = null;
  /** Accepts the suggestions of the group whose header has the focus. */
  declare onAccept: () => void;
  private element: HTMLElement | null = null;
  private width = 0;
  /** The width the present drawing was laid out for: 0 until the first one has been measured. */
  private drawnWidth = 0;
  private rows = NO_ROWS;
  /** What `rows` was made from. */
  private sizes: readonly GroupSize[] = [];
  private layout: GridLayout = gridLayout({ width: 0, height: 0, cellSize: 0, isByPair: false });
  private hadFocus = false;
  /** What was last drawn, and the row and the suspect that had the focus in it. */
  private shown = { rows: NO_ROWS, row: -1, position: -1 };
  private height = 0;
  /** The suspect at the top of the viewport before the layout changed. */
  private topPosition: number | null = null;
  private readonly virtual = new VirtualRows(
    { rows: NO_ROWS, overscan: 0, pinned: 0, paddingTop: 0, paddingBottom: 0 },
    () => this.scroller,
    () => this.requestUpdate(),
  );
  private readonly resizes = new ResizeObserver(() => this.measure());

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resizes.disconnect();
    this.virtual.disconnect();
  }

  private get scroller(): HTMLElement | null {
    this.element ??= this.querySelector<HTMLElement>('.grid');
    return this.element;
  }

  /** Puts the keyboard on the focused suspect once it is drawn. */
  takeFocus(): void {
    this.isFocusDue = true;
    this.requestUpdate();
  }

  /** Scrolls once it is drawn; the offset is in list pixels. */
  scrollToOffset(offset: number): void {
    this.scrollDue = offset;
    this.requestUpdate();
  }

  private measure(): void {
    const width = this.scroller?.clientWidth ?? 0;
    if (width === this.width) return;
    this.width = width;
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    const { gallery } = this;
    this.hadFocus = this.contains(document.activeElement);
    this.drawnWidth = this.width;
    const before = this.rows;
    this.layOut();
    const { rows } = this;
    this.topPosition = null;
    const isReflowed = rows.columns !== before.columns || rows.rowHeight !== before.rowHeight;
    if (this.shown.position >= 0 && isReflowed) this.topPosition = this.positionAtTop(before);
    this.virtual.update({
      rows,
      overscan: OVERSCAN_ROWS,
      pinned: rowOfFocus(gridFocusOf(gallery.page), rows),
      // A header that stays in sight leaves no gap above itself.
      paddingTop: this.paddingTop,
      paddingBottom: GRID_PADDING,
    });
  }

  /** Makes the rows anew only where something has changed: there may be a hundred thousand. */
  private layOut(): void {
    const { counts } = this.gallery;
    const { cellSize, groups } = this.page;
    const { width, rows } = this;
    const isByPair = groups.get(0)?.suggested !== undefined;
    this.layout = gridLayout({ width, height: this.virtual.height, cellSize, isByPair });
    const { columns, rowHeight } = this.layout;
    const isSide = this.layout.sideWidth > 0;
    const isSame =
      rows.columns === columns &&
      rows.rowHeight === rowHeight &&
      rows.isSide === isSide &&
      rows.count === counts.inView;
    if (isSame && this.sizes === groups.sizes) return;
    this.sizes = groups.sizes;
    this.rows = new GridRows({
      count: counts.inView,
      columns,
      groups: groups.sizes,
      rowHeight,
      headerHeight: HEADER_HEIGHT,
      isSide,
    });
  }

  private get paddingTop(): number {
    return this.rows.headerHeight > 0 ? 0 : GRID_PADDING;
  }

  /** The suspect in the first row that is in sight. */
  private positionAtTop(rows: GridRows): number | null {
    if (rows.length === 0) return null;
    const row = rows.at(rows.rowAt(this.virtual.offset + rows.headerHeight + rows.rowHeight / 2));
    return row.kind === 'suspects' ? row.start : rows.rangeOf(row.group)[0];
  }

  protected override render(): TemplateResult {
    const { rows, layout } = this;
    const style =
      `--columns:${rows.columns};--row-height:${rows.rowHeight}px;` +
      `--cell-size:${layout.cellSize}px;--side:${layout.sideWidth}px`;
    const kinds = [layout.isCompact && 'compact', layout.isShort && 'short', rows.isSide && 'side'];
    // `.style` sets the properties through CSSOM; a style attribute would be refused by the content security policy.
    return html`<div
      role="grid"
      class=${['grid', ...kinds].filter(Boolean).join(' ')}
      aria-label=${l10n.t('Suspects')}
      aria-rowcount=${rows.length}
      aria-colcount=${rows.columns}
      aria-multiselectable="true"
      .style=${style}
      @click=${this.onClick}
      @dblclick=${this.onDoubleClick}
      @contextmenu=${this.onContextMenu}
      @scroll=${this.onScroll}
      @picture-lost=${this.onPictureLost}
    >
      <div class="spacer" role="presentation" .style=${`height:${this.virtual.scale.spacerHeight}px`}>
        ${
          this.drawnWidth > 0
            ? repeat(
                this.drawnRows(),
                ({ index }) => `${rows.columns}:${index}`,
                (row) => this.row(row),
              )
            : ''
        }
      </div>
    </div>`;
  }

  /** The header of the group at the top of the viewport; -1 without groups. */
  private get stickyRow(): number {
    const { rows } = this;
    if (!rows.hasHeaders) return -1;
    return rows.headerRowOf(rows.groupOfRow(rows.rowAt(this.virtual.offset - this.paddingTop)));
  }

  private drawnRows(): DrawnRow[] {
    const drawn = this.virtual.rows();
    const index = this.stickyRow;
    if (index < 0 || drawn.some((row) => row.index === index)) return drawn;
    return [...drawn, this.virtual.place(index)].sort((a, b) => a.index - b.index);
  }

  private row({ index, top }: DrawnRow): TemplateResult {
    const row = this.rows.at(index);
    const isSide = this.rows.isSide && row.kind === 'header';
    const isSticky = index === this.stickyRow && !isSide;
    // What is beside its suspects stays in sight as long as they are. A transform would not count for that.
    const style = isSide
      ? `top:${top}px;height:${this.rows.heightOfGroup(row.group) - CELL_GAP}px`
      : `transform:${isSticky ? 'none' : `translateY(${top}px)`}`;
    return html`<div
      role="row"
      class="row ${row.kind} ${isSticky ? 'sticky' : ''}"
      aria-rowindex=${index + 1}
      .style=${style}
    >
      ${row.kind === 'header' ? this.header(row.group) : this.cells(row.start, row.end)}
    </div>`;
  }

  private header(group: number): TemplateResult {
    const { gallery, rows } = this;
    const isFocus = gallery.page.isOnHeader && rows.groupOf(gallery.page.focus) === group;
    const count = gallery.page.groups.get(group);
    return count
      ? groupHeader({ group, count, columns: rows.columns, isFocus, isFolded: rows.isFolded(group) })
      : html``;
  }

  private cells(start: number, end: number): TemplateResult[] {
    const { gallery } = this;
    const { isCompact } = this.layout;
    const menu = menuOf(gallery);
    return Array.from({ length: end - start }, (_, column) => {
      const position = start + column;
      return cell({
        position,
        column,
        row: gallery.page.rows.get(position),
        menu,
        isFocus: !gallery.page.isOnHeader && position === gallery.page.focus,
        isSelected: isSelected(gallery.page.selection, position),
        isPending: isPending(gallery.page.pending, position),
        isCompact,
      });
    });
  }

  protected override firstUpdated(): void {
    if (this.scroller) this.resizes.observe(this.scroller);
    this.measure();
  }

  protected override updated(): void {
    this.virtual.drawn();
    // Not only when the observer says so, after a frame: the next key may ask what is below.
    this.measure();
    if (this.drawnWidth === 0) return;
    this.scrollAsAsked();
    this.focusAsAsked();
    this.reportDrawn();
  }

  private scrollAsAsked(): void {
    if (this.scrollDue !== null) {
      this.virtual.scrollToOffset(this.scrollDue);
      this.scrollDue = null;
    } else if (this.topPosition !== null) {
      const { rows } = this;
      this.virtual.scrollToOffset(rows.topOf(rows.rowOf(this.topPosition)) - rows.headerHeight);
    }
  }

  private focusAsAsked(): void {
    const { gallery, rows } = this;
    const row = rowOfFocus(gridFocusOf(gallery.page), rows);
    const { shown } = this;
    const isElsewhere = gallery.page.focus !== shown.position || row !== shown.row || rows !== shown.rows;
    const isMoved = (this.isFocusDue || gallery.page.isLarge) && isElsewhere;
    // A message above the grid must not push the focus out of sight.
    const { height } = this.virtual;
    const isCut = this.hadFocus && this.height !== 0 && height < this.height;
    this.height = height;
    // The header of its group stays in sight above a suspect.
    if (isMoved || isCut) this.virtual.reveal(row, gallery.page.isOnHeader ? 0 : rows.headerHeight);
    const isOurs = gallery.page.dialog === null && !gallery.page.isLarge && document.hasFocus();
    if (isOurs && (this.isFocusDue || this.hadFocus)) {
      const focused = this.querySelector<HTMLElement>('.row > [tabindex="0"]');
      if (focused && focused !== document.activeElement) focused.focus({ preventScroll: true });
      // Not drawn yet: the next drawing finds it.
      if (focused) this.isFocusDue = false;
    }
    this.shown = { rows, row, position: gallery.page.focus };
  }

  private reportDrawn(): void {
    const { rows } = this;
    const { height } = this.virtual;
    const scrollTop = this.virtual.offset;
    const firstRow = Math.max(0, rows.rowAt(scrollTop - this.paddingTop) - OVERSCAN_ROWS);
    const lastRow = Math.min(rows.length - 1, rows.rowAt(scrollTop + height) + OVERSCAN_ROWS);
    this.gallery.drawn({
      rows,
      rowsPerPage: Math.max(1, rowsPerPage(rows, scrollTop, height)),
      scrollTop,
      ranges: suspectsBetween(rows, firstRow, lastRow),
    });
  }

  private readonly onScroll = () => this.reportDrawn();

  private readonly onPictureLost = (event: Event) => {
    const position = positionOf(event);
    if (position !== null) this.gallery.dispatch({ type: 'pictureLost', position });
  };

  private readonly onClick = (event: MouseEvent) => {
    const { gallery } = this;
    const group = groupOf(event);
    if (group !== null) this.onHeaderClick(event, group);
    const position = positionOf(event);
    if (position === null) return;
    if (event.shiftKey) gallery.dispatch({ type: 'moveTo', position, extend: true });
    else if (event.ctrlKey || event.metaKey) gallery.dispatch({ type: 'toggleSelected', position });
    else {
      if (gallery.page.selection.length > 0) gallery.dispatch({ type: 'clearSelection' });
      gallery.dispatch({ type: 'moveTo', position });
    }
  };

  /** What VS Code's menu does is done to the image that it was opened on, or to the selection that it is part of. */
  private readonly onContextMenu = (event: Event) => {
    const position = positionOf(event);
    if (position === null) return;
    const { gallery } = this;
    if (!isSelected(gallery.page.selection, position)) gallery.dispatch({ type: 'clearSelection' });
    gallery.dispatch({ type: 'moveTo', position });
  };

  private onHeaderClick({ target }: MouseEvent, group: number): void {
    const { gallery } = this;
    const button = target instanceof Element ? target.closest<HTMLElement>('button') : null;
    gallery.dispatch({ type: 'moveToHeader', group });
    if (button === null)
      gallery.dispatch({ type: 'setFolded', group, isFolded: !gallery.page.groups.isFolded(group) });
    else if (button.dataset.action === 'select') gallery.dispatch({ type: 'selectGroup' });
    else if (button.dataset.action === 'accept') this.onAccept();
  }

  private readonly onDoubleClick = (event: MouseEvent) => {
    const position = positionOf(event);
    if (position !== null) this.gallery.openFile('openImage', position);
  };
}

/** Whole rows that fit; those of headers that stand beside suspects count, as they do for the keyboard. */
const rowsPerPage = (rows: GridRows, scrollTop: number, height: number): number =>
  rows.isSide
    ? rows.rowAt(scrollTop + height) - rows.rowAt(scrollTop) - 1
    : Math.floor((height - rows.headerHeight) / rows.rowHeight);

/** The suspects of these rows, both included, as ranges of positions; those folded away between them are left out. */
function suspectsBetween(rows: GridRows, first: number, last: number): Selection {
  const ranges: Range[] = [];
  for (let index = first; index <= last; index++) {
    const row = rows.at(index);
    if (row.kind === 'suspects') ranges.push([row.start, row.end]);
  }
  return normalizeRanges(ranges);
}
