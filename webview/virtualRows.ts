import { Virtualizer, observeElementRect, type VirtualItem } from '@tanstack/virtual-core';
import { scrollScale, type ScrollScale } from './scrollScale';

export interface VirtualRowsOptions {
  readonly count: number;
  readonly rowHeight: number;
  /** Rows drawn beyond the viewport on each side. */
  readonly overscan: number;
  /** A row that is always drawn, wherever the scroll is: the one with the focus. */
  readonly pinned: number;
  /** Space above the first and below the last row. */
  readonly padding: number;
}

/** A row to draw and where, in pixels from the top of the spacer. */
export interface DrawnRow {
  readonly index: number;
  readonly top: number;
}

/** Fixed-height rows of a scrolling element, through TanStack's Virtualizer, of any total height. */
export class VirtualRows {
  private readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  private readonly getElement: () => HTMLElement | null;
  private readonly onChange: () => void;
  private options: VirtualRowsOptions = { count: 0, rowHeight: 1, overscan: 0, pinned: 0, padding: 0 };
  private dispose: (() => void) | undefined;
  private scrollTop = 0;

  constructor(getElement: () => HTMLElement | null, onChange: () => void) {
    this.getElement = getElement;
    this.onChange = onChange;
    this.virtualizer = new Virtualizer(this.virtualizerOptions());
  }

  /** Before drawing. */
  update(options: VirtualRowsOptions): void {
    const isResized = options.rowHeight !== this.options.rowHeight;
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
    const { count, rowHeight, padding } = this.options;
    return scrollScale(count * rowHeight + 2 * padding, this.height);
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

  /** Scrolls as little as shows the row whole. */
  reveal(index: number): void {
    const { rowHeight, padding } = this.options;
    const { height } = this;
    const start = index * rowHeight + padding;
    if (start - padding < this.offset) this.scrollToOffset(start - padding);
    else if (start + rowHeight + padding > this.offset + height)
      this.scrollToOffset(Math.min(start - padding, start + rowHeight + padding - height));
  }

  private virtualizerOptions(): VirtualizerSetup {
    const { count, rowHeight, overscan, padding } = this.options;
    return {
      count,
      overscan,
      paddingStart: padding,
      paddingEnd: padding,
      estimateSize: () => rowHeight,
      getScrollElement: this.getElement,
      observeElementRect,
      observeElementOffset: (_virtualizer, report) => this.observeOffset(report),
      scrollToFn: (offset) => this.scrollToOffset(offset),
      onChange: this.onChange,
      rangeExtractor: ({ startIndex, endIndex, overscan: extra }) => {
        const first = Math.max(0, startIndex - extra);
        const last = Math.min(this.options.count - 1, endIndex + extra);
        const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
        const { pinned } = this.options;
        if (pinned < first) indexes.unshift(pinned);
        if (pinned > last && pinned < this.options.count) indexes.push(pinned);
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
