import type { SuspectRow } from '../../src/shared/galleryProtocol';
import { isSelected, type Range, type Selection } from './selection';

export const PAGE_SIZE = 96;
/** 6,144 rows: many screens to scroll back over, a few megabytes. */
const MAX_PAGES = 64;

interface Page {
  rows: readonly SuspectRow[];
  isStale: boolean;
}

/** The rows seen lately of one view. A stale row is still shown, until the fresh one has arrived. */
export class RowCache {
  /** In order of last use. */
  private readonly pages = new Map<number, Page>();
  private generation = 0;

  get(position: number): SuspectRow | undefined {
    return this.pages.get(Math.floor(position / PAGE_SIZE))?.rows[position % PAGE_SIZE];
  }

  /** Not a row that has changed since it was asked for. */
  getFresh(position: number): SuspectRow | undefined {
    return this.pages.get(Math.floor(position / PAGE_SIZE))?.isStale === false
      ? this.get(position)
      : undefined;
  }

  /** To be passed back to `put`: rows asked for before a change must not count as fresh after it. */
  get currentGeneration(): number {
    return this.generation;
  }

  put(page: number, rows: readonly SuspectRow[], generation: number): void {
    const isStale = generation < this.generation;
    const known = this.pages.get(page);
    this.pages.delete(page);
    // Late rows show what was before a change that the known ones may already have.
    this.pages.set(page, isStale && known ? { rows: known.rows, isStale } : { rows, isStale });
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= MAX_PAGES) break;
      this.pages.delete(oldest);
    }
  }

  /** Pages within the range that are absent or stale; those present count as used. */
  missingPages(start: number, end: number): number[] {
    const missing: number[] = [];
    for (let page = Math.floor(start / PAGE_SIZE); page * PAGE_SIZE < end; page++) {
      const known = this.pages.get(page);
      if (!known || known.isStale) missing.push(page);
      if (!known) continue;
      this.pages.delete(page);
      this.pages.set(page, known);
    }
    return missing;
  }

  markStale(ranges: readonly Range[]): void {
    this.generation++;
    for (const [index, page] of this.pages) {
      const start = index * PAGE_SIZE;
      if (ranges.some(([from, to]) => from < start + PAGE_SIZE && to > start)) page.isStale = true;
    }
  }

  /** Rewrites the rows it has within the ranges. */
  patch(ranges: Selection, change: (row: SuspectRow) => SuspectRow): void {
    for (const [index, page] of this.pages) {
      const start = index * PAGE_SIZE;
      if (!ranges.some(([from, to]) => from < start + PAGE_SIZE && to > start)) continue;
      page.rows = page.rows.map((row) => (isSelected(ranges, row.position) ? change(row) : row));
    }
  }
}
