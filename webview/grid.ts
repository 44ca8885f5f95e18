import { LitElement, html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { cell } from './cell';
import type { Gallery } from './gallery';
import { gridLayout, type GridLayout } from './gridLayout';
import { isSelected } from './selection';
import { VirtualRows, type DrawnRow } from './virtualRows';

const PADDING = 12;
const OVERSCAN_ROWS = 1;

function positionOf(event: Event): number | null {
  const target =
    event.target instanceof Element ? event.target.closest<HTMLElement>('[role=gridcell]') : null;
  const position = Number(target?.dataset.position);
  return target && Number.isInteger(position) ? position : null;
}

/** `<suspect-grid>`: the suspects in view as an ARIA grid with one tab stop, of which only the visible rows exist. */
export class SuspectGrid extends LitElement {
  static override properties = { gallery: { attribute: false }, revision: { attribute: false } };
  declare gallery: Gallery;
  /** Changes whenever the gallery does. */
  declare revision: number;
  private element: HTMLElement | null = null;
  private width = 0;
  /** The width the present drawing was laid out for: 0 until the first one has been measured. */
  private drawnWidth = 0;
  private layout: GridLayout = gridLayout({ count: 0, width: 0, cellSize: 1 });
  private hadFocus = false;
  private focusShown = -1;
  private height = 0;
  /** The suspect at the top of the viewport before the layout changed. */
  private topPosition: number | null = null;
  private readonly virtual = new VirtualRows(
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

  private measure(): void {
    const width = this.scroller?.clientWidth ?? 0;
    if (width === this.width) return;
    this.width = width;
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    const { counts, cellSize, focus } = this.gallery;
    this.hadFocus = this.contains(document.activeElement);
    this.drawnWidth = this.width;
    const layout = gridLayout({ count: counts.inView, width: this.width, cellSize });
    const { columns, rowHeight } = this.layout;
    this.topPosition = null;
    if (this.focusShown >= 0 && (layout.columns !== columns || layout.rowHeight !== rowHeight))
      this.topPosition = Math.round(this.virtual.offset / rowHeight) * columns;
    this.layout = layout;
    this.virtual.update({
      count: layout.rows,
      rowHeight: layout.rowHeight,
      overscan: OVERSCAN_ROWS,
      pinned: Math.floor(focus / layout.columns),
      padding: PADDING,
    });
  }

  protected override render(): TemplateResult {
    const { columns, rows, rowHeight, isCompact } = this.layout;
    const style = `--columns:${columns};--row-height:${rowHeight}px;--cell-size:${this.gallery.cellSize}px`;
    // `.style` sets the properties through CSSOM; a style attribute would be refused by the content security policy.
    return html`<div
      role="grid"
      class="grid ${isCompact ? 'compact' : ''}"
      aria-label="Suspects"
      aria-rowcount=${rows}
      aria-colcount=${columns}
      aria-multiselectable="true"
      .style=${style}
      @click=${this.onClick}
      @dblclick=${this.onDoubleClick}
      @scroll=${this.onScroll}
    >
      <div class="spacer" role="presentation" .style=${`height:${this.virtual.scale.spacerHeight}px`}>
        ${
          this.drawnWidth > 0
            ? repeat(
                this.virtual.rows(),
                ({ index }) => `${columns}:${index}`,
                (row) => this.row(row),
              )
            : ''
        }
      </div>
    </div>`;
  }

  private row({ index, top }: DrawnRow): TemplateResult {
    const { gallery } = this;
    const { columns, isCompact } = this.layout;
    const start = index * columns;
    const length = Math.max(0, Math.min(columns, gallery.counts.inView - start));
    return html`<div
      role="row"
      class="row"
      aria-rowindex=${index + 1}
      .style=${`transform:translateY(${top}px)`}
    >
      ${Array.from({ length }, (_, column) => {
        const position = start + column;
        return cell({
          position,
          column,
          row: gallery.rows.get(position),
          isFocus: position === gallery.focus,
          isSelected: isSelected(gallery.selection, position),
          isPending: gallery.pending.has(position),
          isCompact,
        });
      })}
    </div>`;
  }

  protected override firstUpdated(): void {
    if (this.scroller) this.resizes.observe(this.scroller);
    this.measure();
  }

  protected override updated(): void {
    this.virtual.drawn();
    if (this.drawnWidth === 0) return;
    this.scrollAsAsked();
    this.focusAsAsked();
    this.reportDrawn();
  }

  private scrollAsAsked(): void {
    const { gallery } = this;
    if (gallery.scrollTo !== null) {
      this.virtual.scrollToOffset(gallery.scrollTo);
      gallery.scrollTo = null;
    } else if (this.topPosition !== null) {
      const { columns, rowHeight } = this.layout;
      this.virtual.scrollToOffset(Math.floor(this.topPosition / columns) * rowHeight);
    }
  }

  private focusAsAsked(): void {
    const { gallery } = this;
    const isMoved = (gallery.wantsFocus || gallery.isLarge) && gallery.focus !== this.focusShown;
    // A message above the grid must not push the focus out of sight.
    const { height } = this.virtual;
    const isCut = this.hadFocus && this.height !== 0 && height < this.height;
    this.height = height;
    if (isMoved || isCut) this.virtual.reveal(Math.floor(gallery.focus / this.layout.columns));
    if (gallery.dialog === null && !gallery.isLarge && (gallery.wantsFocus || this.hadFocus)) {
      const focused = this.querySelector<HTMLElement>(`[data-position="${gallery.focus}"]`);
      if (focused && focused !== document.activeElement) focused.focus({ preventScroll: true });
      // Not drawn yet: the next drawing finds it.
      if (focused) gallery.wantsFocus = false;
    }
    this.focusShown = gallery.focus;
  }

  private reportDrawn(): void {
    const { columns, rowHeight } = this.layout;
    const { height } = this.virtual;
    const scrollTop = this.virtual.offset;
    const firstRow = Math.max(0, Math.floor((scrollTop - PADDING) / rowHeight) - OVERSCAN_ROWS);
    const endRow = Math.ceil((scrollTop + height) / rowHeight) + OVERSCAN_ROWS;
    this.gallery.drawn({
      columns,
      rowsPerPage: Math.max(1, Math.floor(height / rowHeight)),
      scrollTop,
      first: firstRow * columns,
      end: endRow * columns,
    });
  }

  private readonly onScroll = () => this.reportDrawn();

  private readonly onClick = (event: MouseEvent) => {
    const position = positionOf(event);
    if (position === null) return;
    const { gallery } = this;
    if (event.shiftKey) gallery.moveTo(position, { extend: true });
    else if (event.ctrlKey || event.metaKey) gallery.toggleSelected(position);
    else {
      if (gallery.selection.length > 0) gallery.clearSelection();
      gallery.moveTo(position);
    }
  };

  private readonly onDoubleClick = (event: MouseEvent) => {
    const position = positionOf(event);
    if (position !== null) this.gallery.openImage(position);
  };
}
