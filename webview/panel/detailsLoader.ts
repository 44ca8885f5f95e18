import type { SuspectDetails } from '../../src/shared/galleryProtocol';

const MAX_KEPT = 24;

/** Keeps the details of the suspects last looked at, by position in one view; asks once for each. */
export class DetailsLoader {
  private readonly ask: (viewVersion: number, position: number) => Promise<SuspectDetails>;
  private readonly onLoaded: () => void;
  private readonly loading = new Map<number, Promise<SuspectDetails>>();
  private readonly loaded = new Map<number, SuspectDetails>();
  private viewVersion = -1;

  constructor(ask: (viewVersion: number, position: number) => Promise<SuspectDetails>, onLoaded: () => void) {
    this.ask = ask;
    this.onLoaded = onLoaded;
  }

  reset(viewVersion: number): void {
    this.viewVersion = viewVersion;
    this.loading.clear();
    this.loaded.clear();
  }

  get(position: number): SuspectDetails | undefined {
    return this.loaded.get(position);
  }

  load(position: number): Promise<SuspectDetails> {
    const known = this.loading.get(position);
    if (known) return known;
    const { viewVersion } = this;
    const asked = this.ask(viewVersion, position);
    this.loading.set(position, asked);
    asked.then(
      (details) => {
        if (viewVersion !== this.viewVersion) return;
        this.loaded.set(position, details);
        this.dropOldest();
        this.onLoaded();
      },
      // The one who asked reports it; the next request tries again.
      () => this.loading.delete(position),
    );
    return asked;
  }

  private dropOldest(): void {
    for (const oldest of this.loaded.keys()) {
      if (this.loaded.size <= MAX_KEPT) return;
      this.loaded.delete(oldest);
      this.loading.delete(oldest);
    }
  }
}
