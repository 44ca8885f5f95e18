/** How tall rows are, in pixels. */
export interface RowSizes {
  readonly length: number;
  /** Of all together. */
  readonly height: number;
  heightOf(index: number): number;
  /** From the top of the first one. */
  topOf(index: number): number;
  /** The row at this many pixels from the top of the first one: the first or last one where there is none. */
  rowAt(offset: number): number;
}

export interface VirtualRowsOptions {
  readonly rows: RowSizes;
  /** Rows drawn beyond the viewport on each side. */
  readonly overscan: number;
  /** A row that is always drawn, wherever the scroll is: the one with the focus. */
  readonly pinned: number;
  /** Space above the first row, and below the last one. */
  readonly paddingTop: number;
  readonly paddingBottom: number;
}

/** A row to draw and where, in pixels from the top of the spacer. */
export interface DrawnRow {
  readonly index: number;
  readonly top: number;
}

/**
 * Chromium lays out nothing taller than 2^25 px (33,554,432). A longer list gets a spacer of this height and its
 * scroll positions are multiplied.
 */
export const MAX_SPACER_HEIGHT = 30_000_000;

export interface ScrollScale {
  /** Height of the element that is scrolled. */
  readonly spacerHeight: number;
  /** List pixels per scrolled pixel; 1 unless the list is too tall. */
  readonly factor: number;
}

export function scrollScale(totalHeight: number, viewportHeight: number): ScrollScale {
  if (totalHeight <= MAX_SPACER_HEIGHT) return { spacerHeight: totalHeight, factor: 1 };
  const factor = (totalHeight - viewportHeight) / (MAX_SPACER_HEIGHT - viewportHeight);
  return { spacerHeight: MAX_SPACER_HEIGHT, factor };
}

/** Which rows of a scrolling element are to be drawn, and where: a list of any height. */
export class VirtualRows {
  private readonly getElement: () => HTMLElement | null;
  private readonly onChange: () => void;
  private readonly resizes = new ResizeObserver(() => this.measure());
  private options: VirtualRowsOptions;
  /** The element that is listened to. */
  private element: HTMLElement | null = null;
  /**
   * Of the viewport when it was last laid out. Like `scrollTop` it is kept: asking the element for it after a drawing would
   * make the browser lay out the page at once, in the middle of a frame's script.
   */
  height = 0;
  private scrollTop = 0;
  /** In sight when last drawn, both included. */
  private first = 0;
  private last = -1;

  constructor(options: VirtualRowsOptions, getElement: () => HTMLElement | null, onChange: () => void) {
    this.options = options;
    this.getElement = getElement;
    this.onChange = onChange;
  }

  /** Before drawing. */
  update(options: VirtualRowsOptions): void {
    this.options = options;
  }

  /** After drawing: the scroll element exists. */
  drawn(): void {
    const element = this.getElement();
    if (element === null || element === this.element) return;
    this.disconnect();
    this.element = element;
    element.addEventListener('scroll', this.onScroll, { passive: true });
    this.resizes.observe(element);
    this.measure();
  }

  disconnect(): void {
    this.element?.removeEventListener('scroll', this.onScroll);
    this.element = null;
    this.resizes.disconnect();
  }

  get scale(): ScrollScale {
    const { rows, paddingTop, paddingBottom } = this.options;
    return scrollScale(rows.height + paddingTop + paddingBottom, this.height);
  }

  /** How far the list is scrolled, in list pixels. */
  get offset(): number {
    return this.scrollTop * this.scale.factor;
  }

  rows(): DrawnRow[] {
    const { rows, overscan, pinned } = this.options;
    [this.first, this.last] = this.inSight();
    if (this.last < this.first) return [];
    const first = Math.max(0, this.first - overscan);
    const last = Math.min(rows.length - 1, this.last + overscan);
    const indexes = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    if (pinned >= 0 && pinned < first) indexes.unshift(pinned);
    if (pinned > last && pinned < rows.length) indexes.push(pinned);
    return indexes.map((index) => this.place(index));
  }

  place(index: number): DrawnRow {
    const { rows, paddingTop } = this.options;
    return { index, top: rows.topOf(index) + paddingTop + this.scrollTop - this.offset };
  }

  scrollToOffset(offset: number): void {
    const element = this.getElement();
    if (!element) return;
    element.scrollTop = offset / this.scale.factor;
    this.scrollTop = element.scrollTop;
  }

  /** Scrolls as little as shows the row whole; the first `covered` pixels of the viewport show nothing of it. */
  reveal(index: number, covered = 0): void {
    const { rows, paddingTop, paddingBottom } = this.options;
    const { height } = this;
    // It may have been scrolled since the browser last said so.
    this.scrollTop = this.getElement()?.scrollTop ?? this.scrollTop;
    const start = rows.topOf(index);
    const end = start + paddingTop + rows.heightOf(index) + paddingBottom;
    if (start - covered < this.offset) this.scrollToOffset(start - covered);
    else if (end > this.offset + height) this.scrollToOffset(Math.min(start - covered, end - height));
  }

  /** The first and the last row in sight; none before the viewport is known. */
  private inSight(): [number, number] {
    const { rows, paddingTop } = this.options;
    if (rows.length === 0 || this.height === 0) return [0, -1];
    const top = this.offset - paddingTop;
    return [rows.rowAt(top), rows.rowAt(top + this.height)];
  }

  private measure(): void {
    const { element } = this;
    if (!element) return;
    this.scrollTop = element.scrollTop;
    if (element.clientHeight === this.height) return;
    this.height = element.clientHeight;
    this.onChange();
  }

  private readonly onScroll = () => {
    this.scrollTop = this.element?.scrollTop ?? 0;
    const [first, last] = this.inSight();
    // At another scale the rows move with every scrolled pixel, not only when a row comes or goes.
    if (first !== this.first || last !== this.last || this.scale.factor !== 1) this.onChange();
  };
}
