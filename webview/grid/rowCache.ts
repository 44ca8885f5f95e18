import type { SuspectRow } from '../../src/shared/galleryProtocol';
import { isSelected, type Range, type Selection } from './selection';

export const PAGE_SIZE = 96;
/** 6,144 rows: many screens to scroll back over, a few megabytes. */
const MAX_PAGES = 64;

interface Page {
  readonly rows: readonly SuspectRow[];
  readonly isStale: boolean;
}

const isTouched = (index: number, ranges: readonly Range[]): boolean =>
  ranges.some(([from, to]) => from < (index + 1) * PAGE_SIZE && to > index * PAGE_SIZE);

/** The rows seen lately of one view, never changed in place. A stale row is still shown, until the fresh one has arrived. */
export class RowCache {
  readonly viewVersion: number;
  /** Suspects in view. */
  readonly count: number;
  /** To be passed back to `put`: rows asked for before a change must not count as fresh after it. */
  readonly generation: number;
  private readonly pages: ReadonlyMap<number, Page>;

  constructor(
    viewVersion: number,
    count: number,
    { pages, generation }: { pages: ReadonlyMap<number, Page>; generation: number } = {
      pages: new Map(),
      generation: 0,
    },
  ) {
    this.viewVersion = viewVersion;
    this.count = count;
    this.pages = pages;
    this.generation = generation;
  }

  get(position: number): SuspectRow | undefined {
    return this.pages.get(Math.floor(position / PAGE_SIZE))?.rows[position % PAGE_SIZE];
  }

  /** The row as the host has it, but for decisions on their way; undefined where that is not known. */
  getFresh(position: number): SuspectRow | undefined {
    return this.pages.get(Math.floor(position / PAGE_SIZE))?.isStale === false
      ? this.get(position)
      : undefined;
  }

  /** The page of `focus` is kept whatever is scrolled to: the panel may show it. */
  put(
    page: number,
    rows: readonly SuspectRow[],
    { generation, focus = 0 }: { readonly generation: number; readonly focus?: number },
  ): RowCache {
    const isStale = generation < this.generation;
    const known = this.pages.get(page);
    // Late rows show what was before a change that the known ones may already have.
    const pages = new Map(this.pages).set(page, { rows: isStale && known ? known.rows : rows, isStale });
    const kept = Math.floor(focus / PAGE_SIZE);
    while (pages.size > MAX_PAGES)
      pages.delete(
        farthestFrom(
          page,
          [...pages.keys()].filter((other) => other !== kept),
        ),
      );
    return this.with(pages);
  }

  /** Pages within the range that are absent or stale. */
  missingPages(start: number, end: number): number[] {
    const missing: number[] = [];
    const last = Math.min(end, this.count);
    for (let page = Math.floor(start / PAGE_SIZE); page * PAGE_SIZE < last; page++)
      if (this.pages.get(page)?.isStale ?? true) missing.push(page);
    return missing;
  }

  markStale(ranges: readonly Range[]): RowCache {
    const pages = this.map(ranges, (page) => ({ ...page, isStale: true }));
    return this.with(pages, this.generation + 1);
  }

  /** Rewrites the rows it has within the ranges. */
  patch(ranges: Selection, change: (row: SuspectRow) => SuspectRow): RowCache {
    const patched = (row: SuspectRow) => (isSelected(ranges, row.position) ? change(row) : row);
    return this.with(this.map(ranges, (page) => ({ ...page, rows: page.rows.map(patched) })));
  }

  private map(ranges: readonly Range[], change: (page: Page) => Page): ReadonlyMap<number, Page> {
    const pages = new Map(this.pages);
    for (const [index, page] of this.pages) if (isTouched(index, ranges)) pages.set(index, change(page));
    return pages;
  }

  private with(pages: ReadonlyMap<number, Page>, generation = this.generation): RowCache {
    return new RowCache(this.viewVersion, this.count, { pages, generation });
  }
}

function farthestFrom(page: number, pages: Iterable<number>): number {
  let farthest = page;
  for (const other of pages) if (Math.abs(other - page) > Math.abs(farthest - page)) farthest = other;
  return farthest;
}
