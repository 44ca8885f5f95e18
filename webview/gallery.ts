import * as l10n from '@vscode/l10n';
import { assertNever } from '../src/core/assertNever';
import type {
  GalleryCounts,
  GalleryRequests,
  PageCommand,
  SuspectDetails,
  ViewSettings,
} from '../src/shared/galleryProtocol';
import { RequestError, type Ask } from '../src/shared/requests';
import { GridRows } from './grid/gridRows';
import { RowLoader } from './grid/rowLoader';
import type { Move } from './grid/gridMoves';
import type { Selection } from './grid/selection';
import type { RunPlace } from './placeKeeper';
import type { DrawnShape } from './store/cursorSteps';
import { openedText } from './reviewWording';
import { countsOf, createPage, type Page } from './store/page';
import { reduce, type PageEvent } from './store/reduce';
import type { Effect, ViewEffect } from './store/step';

export interface GalleryOptions {
  readonly ask: Ask<GalleryRequests>;
  readonly isMac: boolean;
  readonly onDidChange: () => void;
  /** Does something on the page once it is drawn. */
  readonly show: (effect: ViewEffect) => void;
  readonly rememberPlace: (place: RunPlace) => void;
}

/** Until the grid has been drawn. */
const NOT_DRAWN: DrawnShape = {
  rows: new GridRows({ count: 0, columns: 1, groups: [], rowHeight: 1, headerHeight: 0 }),
  rowsPerPage: 1,
};

/** A view that has changed meanwhile is followed by its successor, and a closed page shows nothing. */
const BENIGN_ERRORS = new Set(['view-changed', 'page-closed']);

/** Holds what the page shows, and does what its steps ask for. */
export class Gallery {
  page: Page;
  readonly ask: Ask<GalleryRequests>;
  private readonly options: GalleryOptions;
  private readonly rowLoader: RowLoader;
  private readonly askedDetails = new Map<string, Promise<SuspectDetails>>();
  private shape = NOT_DRAWN;
  private scrollTop = 0;
  private viewAnswer = Promise.resolve();
  private isCounting = false;

  constructor(options: GalleryOptions) {
    this.page = createPage(options.isMac);
    this.options = options;
    this.ask = options.ask;
    this.rowLoader = new RowLoader({
      cache: () => this.page.rows,
      getRows: async (viewVersion, start, count) =>
        (await this.ask('getRows', { viewVersion, start, count })).rows,
      onLoaded: (loaded) => this.dispatch({ type: 'rowsLoaded', loaded }),
      onFailed: (error) => this.reportUnlessBenign(error),
    });
  }

  get counts(): GalleryCounts {
    return countsOf(this.page);
  }

  get viewVersion(): number {
    return this.page.state?.viewVersion ?? -1;
  }

  dispatch(event: PageEvent): void {
    const { page, effects } = reduce(this.page, event);
    const isChanged = page !== this.page;
    this.page = page;
    for (const effect of effects) this.run(effect);
    if (isChanged) this.options.onDidChange();
  }

  private run(effect: Effect): void {
    switch (effect.type) {
      case 'askView':
        this.viewAnswer = this.askView(effect.view, effect.serial);
        break;
      case 'fetchRows':
        this.rowLoader.fetchVisible();
        break;
      case 'loadRow':
        this.rowLoader.load(effect.position).catch((error: unknown) => this.reportUnlessBenign(error));
        break;
      case 'loadDetails':
        this.look(effect.position);
        break;
      case 'rememberPlace':
        this.rememberPlace();
        break;
      case 'focus':
      case 'showFocus':
      case 'scrollTo':
      case 'enterFilter':
      case 'look':
        this.options.show(effect);
        break;
      default:
        assertNever(effect);
    }
  }

  async start(fallback: RunPlace | null): Promise<void> {
    try {
      const state = await this.ask('ready');
      const place = state.place ?? (fallback?.runId === state.runId ? fallback.place : null);
      this.dispatch({ type: 'started', state, place });
    } catch (error) {
      this.report(error);
    }
  }

  /** Changes the view; resolves when the host has answered. */
  setView(change: Partial<ViewSettings>): Promise<void> {
    this.dispatch({ type: 'changeView', change });
    return this.viewAnswer;
  }

  /** Resolves when no view is on its way: positions then are those of the view that was asked for last. */
  async viewSettled(): Promise<void> {
    while (this.page.asked !== null) await this.viewAnswer;
  }

  /** Shows what a query for similar images finds; resolves when the host has answered. */
  showSimilar(query: string): Promise<void> {
    this.dispatch({ type: 'showSimilar', query });
    return this.viewAnswer;
  }

  /** Learns from all decisions made so far where the run can; else sorts by them at once. */
  updateOrder(): void {
    if (this.page.state?.learns !== true || this.counts.reviewed === 0) {
      void this.setView({});
      return;
    }
    this.dispatch({ type: 'learn' });
    this.runCommand('updateOrder');
  }

  /** Takes over a run that has learnt from the decisions, or come from outside. @returns whether the focus is on the same image as before. */
  async adoptOrder({ isFromOutside }: { readonly isFromOutside: boolean }): Promise<boolean> {
    const { viewVersion } = this;
    const { focus, selection } = this.page;
    const place = {
      viewVersion,
      focus,
      selection: selection.map(([start, end]): [number, number] => [start, end]),
    };
    const adopted = await this.ask('adoptOrder', { place });
    this.dispatch({ type: 'orderAdopted', ...adopted, isFromOutside });
    return adopted.place.isSameImage;
  }

  private askView(view: ViewSettings, serial: number): Promise<void> {
    return this.ask('setView', { view }).then(
      (changed) => this.dispatch({ type: 'viewAnswered', serial, changed }),
      (error: unknown) => {
        const message = isBenign(error) ? null : messageOf(error);
        this.dispatch({ type: 'viewRefused', serial, message });
      },
    );
  }

  /** Loads what the panel and the large view show, which then say themselves why it is not there. */
  private look(position: number): void {
    const { viewVersion } = this;
    this.loadDetails(position).catch((error: unknown) => {
      if (!isBenign(error))
        this.dispatch({ type: 'detailsFailed', viewVersion, position, message: messageOf(error) });
    });
  }

  /** Why a suspect was flagged; asked once for each. */
  loadDetails(position: number): Promise<SuspectDetails> {
    const known = this.page.details.get(position);
    if (known) return Promise.resolve(known);
    const { viewVersion } = this;
    const key = `${viewVersion}:${position}`;
    let asked = this.askedDetails.get(key);
    if (asked === undefined) {
      asked = this.ask('getDetails', { viewVersion, position }).finally(() => this.askedDetails.delete(key));
      this.askedDetails.set(key, asked);
      // The one who asked reports a failure.
      asked.then(
        (details) => this.dispatch({ type: 'detailsLoaded', viewVersion, position, details }),
        () => undefined,
      );
    }
    return asked;
  }

  /** Resolves when the row of the focused suspect is there, or why it is not has been told. */
  async loadFocused(): Promise<void> {
    await this.rowLoader.load(this.page.focus).catch((error: unknown) => this.reportUnlessBenign(error));
  }

  move(move: Move, extend: boolean): void {
    this.dispatch({ type: 'move', move, extend, shape: this.shape });
  }

  /** Goes to another copy of a picture; where the view does not show it, the view of all copies does. */
  async goToCopy(path: string): Promise<void> {
    try {
      let position = await this.find(path);
      if (position === null) {
        await this.setView({ query: 'duplicate' });
        position = await this.find(path);
      }
      if (position === null)
        this.dispatch({ type: 'announce', text: l10n.t('{0} is not part of this run.', path) });
      else this.dispatch({ type: 'moveTo', position });
    } catch (error) {
      this.report(error);
    }
  }

  /** Where an image stands in the view, or with `isNear` what comes after it; null where the view does not show it. */
  async find(path: string, { isNear = false } = {}): Promise<number | null> {
    return (await this.ask('findImage', { viewVersion: this.viewVersion, path, isNear })).position;
  }

  /** Opens a dialog that chooses among the classes or pairs of the suspects. */
  async openFilter(dialog: 'given' | 'suggested' | 'pair'): Promise<void> {
    const runId = this.page.state?.runId;
    try {
      const { pairs } = this.page.pairs ? { pairs: this.page.pairs } : await this.ask('getPairs');
      // Of another run by now: what was asked for is no longer there.
      if (this.page.state?.runId === runId) this.dispatch({ type: 'open', dialog, pairs });
    } catch (error) {
      this.report(error);
    }
  }

  /** Counts the suspects of each class, once for each run. */
  async countClasses(): Promise<void> {
    const runId = this.page.state?.runId ?? null;
    if (runId === null || this.page.pairs || this.isCounting) return;
    this.isCounting = true;
    try {
      const { pairs } = await this.ask('getPairs');
      // Of another run by now: these are no longer its counts.
      if (this.page.state?.runId === runId) this.dispatch({ type: 'pairsCounted', pairs });
    } catch (error) {
      this.reportUnlessBenign(error);
    } finally {
      this.isCounting = false;
    }
  }

  /** Called by the grid when it has drawn. */
  drawn(drawn: DrawnShape & { readonly scrollTop: number; readonly ranges: Selection }): void {
    this.shape = drawn;
    this.rowLoader.show(drawn.ranges);
    if (this.scrollTop === drawn.scrollTop) return;
    this.scrollTop = drawn.scrollTop;
    this.rememberPlace();
  }

  report(error: unknown): void {
    this.dispatch({ type: 'report', message: messageOf(error) });
  }

  reportUnlessBenign(error: unknown): void {
    if (!isBenign(error)) this.report(error);
  }

  runCommand(command: PageCommand): void {
    this.ask('runCommand', { command }).catch((error: unknown) => this.report(error));
  }

  /** Opens the original, or shows the file in the Explorer. */
  openFile(how: 'openImage' | 'revealImage', position = this.page.focus): void {
    if (!this.page.state || position >= this.counts.inView) return;
    this.ask(how, { viewVersion: this.viewVersion, position }).then(
      ({ inside }) => {
        if (inside !== null) this.dispatch({ type: 'announce', text: openedText(how, inside) });
      },
      (error: unknown) => this.report(error),
    );
  }

  private rememberPlace(): void {
    const { scrollTop } = this;
    const { state, focus, cellSize, hasPanel, groups } = this.page;
    if (state?.status !== 'ready' || state.runId === null) return;
    const folded = [...groups.foldedKeys];
    this.options.rememberPlace({
      runId: state.runId,
      place: { focus, scrollTop, cellSize, hasPanel, ...(folded.length > 0 && { folded }) },
    });
  }
}

const isBenign = (error: unknown): boolean => error instanceof RequestError && BENIGN_ERRORS.has(error.code);

/** What went wrong, for the person at the screen. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
