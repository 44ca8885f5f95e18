import type { SuspectRow } from '../../src/shared/galleryProtocol';
import { PAGE_SIZE, RowCache } from './rowCache';
import type { Range, Selection } from './selection';

/** Enough to hide the round trip; more would only queue pages that a fast scroll has already left behind. */
const MAX_IN_FLIGHT = 2;

export interface RowSource {
  getRows(viewVersion: number, start: number, count: number): Promise<readonly SuspectRow[]>;
  onRowsChanged(): void;
  onRowsFailed(error: unknown): void;
}

/** Keeps the rows of the visible range in a cache, asking the host page by page. */
export class RowLoader {
  private readonly source: RowSource;
  private cache = new RowCache();
  private readonly inFlight = new Map<number, Promise<void>>();
  private visible: readonly Range[] = [];
  private viewVersion = -1;
  private count = 0;

  constructor(source: RowSource) {
    this.source = source;
  }

  reset(viewVersion: number, count: number): void {
    this.viewVersion = viewVersion;
    this.count = count;
    this.cache = new RowCache();
    this.inFlight.clear();
    this.fetchVisible();
  }

  get(position: number): SuspectRow | undefined {
    return this.cache.get(position);
  }

  /** The row as the host has it, but for decisions on their way; undefined where that is not known. */
  getFresh(position: number): SuspectRow | undefined {
    return this.cache.getFresh(position);
  }

  /** Says which positions are in sight. */
  show(ranges: readonly Range[]): void {
    this.visible = ranges;
    this.fetchVisible();
  }

  markStale(ranges: readonly Range[]): void {
    this.cache.markStale(ranges);
    this.fetchVisible();
  }

  patch(ranges: Selection, change: (row: SuspectRow) => SuspectRow): void {
    this.cache.patch(ranges, change);
  }

  /** The row, from the cache or the host; undefined when the view has changed meanwhile. */
  async load(position: number): Promise<SuspectRow | undefined> {
    return this.get(position) ?? (await this.fetch(Math.floor(position / PAGE_SIZE)), this.get(position));
  }

  private fetchVisible(): void {
    const wanted = this.visible.flatMap(([start, end]) =>
      this.cache.missingPages(start, Math.min(end, this.count)),
    );
    for (const page of wanted) {
      if (this.inFlight.size >= MAX_IN_FLIGHT) return;
      if (this.inFlight.has(page)) continue;
      this.fetch(page).then(
        () => this.fetchVisible(),
        (error: unknown) => this.source.onRowsFailed(error),
      );
    }
  }

  private fetch(page: number): Promise<void> {
    const running = this.inFlight.get(page);
    if (running) return running;
    const { cache } = this;
    const start = page * PAGE_SIZE;
    const generation = cache.currentGeneration;
    const request = this.source
      .getRows(this.viewVersion, start, Math.min(PAGE_SIZE, this.count - start))
      .then((rows) => {
        if (cache !== this.cache) return;
        cache.put(page, rows, generation);
        this.source.onRowsChanged();
      })
      .finally(() => {
        if (this.inFlight.get(page) === request) this.inFlight.delete(page);
      });
    this.inFlight.set(page, request);
    return request;
  }
}
