import { Virtualizer, observeElementRect, type VirtualItem } from '@tanstack/virtual-core';
import { scrollScale, type ScrollScale } from './scrollScale';

/** How tall rows are, in pixels. */
export interface RowSizes {
  readonly length: number;
  /** Of all together. */
  readonly height: number;
  heightOf(index: number): number;
  /** From the top of the first one. */
  topOf(index: number): number;
}

export interface VirtualRowsOptions {
  /** The same object as long as nothing in it has changed. */
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

/** The rows of a scrolling element, through TanStack's Virtualizer, of any total height. */
export class VirtualRows {
  private readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  private readonly getElement: () => HTMLElement | null;
  private readonly onChange: () => void;
  private options: VirtualRowsOptions;
  private dispose: (() => void) | undefined;
  private scrollTop = 0;

  constructor(options: VirtualRowsOptions, getElement: () => HTMLElement | null, onChange: () => void) {
    this.options = options;
    this.getElement = getElement;
    this.onChange = onChange;
    this.virtualizer = new Virtualizer(this.virtualizerOptions());
  }

  /** Before drawing. */
  update(options: VirtualRowsOptions): void {
    const isResized = options.rows !== this.options.rows;
    this.options = options;
    this.virtualizer.setOptions(this.virtualizerOptions());
    if (isResized) this.virtualizer.measure();
  }

  /** After drawing: the scroll element exists. */
  drawn(): void {
    this.dispose ??= this.virtualizer._didMount();
    this.virtualizer._willUpdate();
  }

  disconnect(): void {
    this.dispose?.();
    this.dispose = undefined;
  }

  get scale(): ScrollScale {
    const { rows, paddingTop, paddingBottom } = this.options;
    return scrollScale(rows.height + paddingTop + paddingBottom, this.height);
  }

  /**
   * Of the viewport when it was last laid out. Like `scrollTop` it is kept: asking the element for it after a drawing would
   * make the browser lay out the page at once, in the middle of a frame's script.
   */
  get height(): number {
    return this.virtualizer.scrollRect?.height ?? this.getElement()?.clientHeight ?? 0;
  }

  /** How far the list is scrolled, in list pixels. */
  get offset(): number {
    return this.scrollTop * this.scale.factor;
  }

  rows(): DrawnRow[] {
    const { factor } = this.scale;
    const shift = factor === 1 ? 0 : this.scrollTop - this.offset;
    return this.virtualizer
      .getVirtualItems()
      .map(({ index, start }: VirtualItem) => ({ index, top: start + shift }));
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

  private virtualizerOptions(): VirtualizerSetup {
    const { rows, overscan, paddingTop, paddingBottom } = this.options;
    return {
      count: rows.length,
      overscan,
      paddingStart: paddingTop,
      paddingEnd: paddingBottom,
      estimateSize: (index) => rows.heightOf(index),
      getScrollElement: this.getElement,
      observeElementRect,
      observeElementOffset: (_virtualizer, report) => this.observeOffset(report),
      scrollToFn: (offset) => this.scrollToOffset(offset),
      onChange: this.onChange,
      rangeExtractor: ({ startIndex, endIndex, overscan: extra }) => {
        const first = Math.max(0, startIndex - extra);
        const last = Math.min(this.options.rows.length - 1, endIndex + extra);
        const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
        const { pinned } = this.options;
        if (pinned < first) indexes.unshift(pinned);
        if (pinned > last && pinned < this.options.rows.length) indexes.push(pinned);
        return indexes;
      },
    };
  }

  private observeOffset(report: (offset: number, isScrolling: boolean) => void): () => void {
    const element = this.getElement();
    if (!element) return () => undefined;
    const onScroll = () => {
      this.scrollTop = element.scrollTop;
      report(this.offset, true);
      // At another scale the rows move with every scrolled pixel, not only when a row comes or goes.
      if (this.scale.factor !== 1) this.onChange();
    };
    const onEnd = () => {
      this.scrollTop = element.scrollTop;
      report(this.offset, false);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('scrollend', onEnd, { passive: true });
    onEnd();
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('scrollend', onEnd);
    };
  }
}

type VirtualizerSetup = ConstructorParameters<typeof Virtualizer<HTMLElement, HTMLElement>>[0];
