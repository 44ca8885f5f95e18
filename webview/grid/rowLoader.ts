import type { SuspectRow } from '../../src/shared/galleryProtocol';
import { PAGE_SIZE, type RowCache } from './rowCache';
import type { Range } from './selection';

/** Enough to hide the round trip; more would only queue pages that a fast scroll has already left behind. */
const MAX_IN_FLIGHT = 2;

/** A page of rows that has arrived for the cache. */
export interface LoadedRows {
  readonly viewVersion: number;
  readonly page: number;
  readonly rows: readonly SuspectRow[];
  /** Of the cache when they were asked for. */
  readonly generation: number;
}

export interface RowLoaderOptions {
  /** As it is now. */
  readonly cache: () => RowCache;
  readonly getRows: (viewVersion: number, start: number, count: number) => Promise<readonly SuspectRow[]>;
  readonly onLoaded: (loaded: LoadedRows) => void;
  readonly onFailed: (error: unknown) => void;
}

/** Asks the host, page by page, for the rows in sight that the cache does not have. */
export class RowLoader {
  private readonly options: RowLoaderOptions;
  private readonly inFlight = new Map<string, Promise<void>>();
  private visible: readonly Range[] = [];

  constructor(options: RowLoaderOptions) {
    this.options = options;
  }

  /** Says which positions are in sight. */
  show(ranges: readonly Range[]): void {
    this.visible = ranges;
    this.fetchVisible();
  }

  /** Asks for the row if it is not there. */
  async load(position: number): Promise<void> {
    const cache = this.options.cache();
    if (cache.get(position) === undefined) await this.fetch(cache, Math.floor(position / PAGE_SIZE));
  }

  /** To be called when the cache has lost rows, or those that it has are stale. */
  fetchVisible(): void {
    const cache = this.options.cache();
    const isOfView = (key: string) => key.startsWith(`${cache.viewVersion}:`);
    for (const page of this.visible.flatMap(([start, end]) => cache.missingPages(start, end))) {
      if ([...this.inFlight.keys()].filter(isOfView).length >= MAX_IN_FLIGHT) return;
      if (this.inFlight.has(keyOf(cache, page))) continue;
      this.fetch(cache, page).then(
        () => this.fetchVisible(),
        (error: unknown) => this.options.onFailed(error),
      );
    }
  }

  private fetch(cache: RowCache, page: number): Promise<void> {
    const key = keyOf(cache, page);
    const running = this.inFlight.get(key);
    if (running) return running;
    const { viewVersion, count, generation } = cache;
    const start = page * PAGE_SIZE;
    const request = this.options
      .getRows(viewVersion, start, Math.min(PAGE_SIZE, count - start))
      .then((rows) => this.options.onLoaded({ viewVersion, page, rows, generation }))
      .finally(() => this.inFlight.delete(key));
    this.inFlight.set(key, request);
    return request;
  }
}

const keyOf = ({ viewVersion }: RowCache, page: number): string => `${viewVersion}:${page}`;
