import type { SuspectPair } from '../src/core/query/galleryView';
import * as l10n from '@vscode/l10n';
import {
  NO_COUNTS,
  type GalleryCounts,
  type GalleryRequests,
  type GalleryState,
  type HostEvent,
  type PageCommand,
  type ReviewOutcome,
  type ViewChanged,
  type ViewSettings,
} from '../src/shared/galleryProtocol';
import { RequestError, type Ask } from '../src/shared/requests';
import { assertNever } from '../src/core/assertNever';
import { bindKeys, type KeyBindings } from '../src/core/keys';
import type { ReviewAction } from '../src/core/names';
import type { Message } from '../src/core/words/message';
import { DetailsLoader } from './panel/detailsLoader';
import { DEFAULT_CELL_SIZE, clampCellSize } from './grid/gridLayout';
import { GalleryCursor } from './galleryCursor';
import type { GridRows } from './grid/gridRows';
import { PendingDecisions } from './pendingDecisions';
import type { KeyPress, PageAction } from './keys/keyboard';
import { outcomeText, suspectText } from './reviewWording';
import type { RunPlace } from './placeKeeper';
import { RowLoader } from './grid/rowLoader';
import { EMPTY_SELECTION, type Selection } from './grid/selection';
import { subtractRanges } from './grid/subtractRanges';

/** What is open above the grid. */
export type OpenDialog = 'label' | 'given' | 'suggested' | 'pair' | 'keys';

/** What only the large view does. */
export type LargeAction = Extract<PageAction, { readonly type: 'zoom' | 'pan' }>;

export interface RunEnd {
  readonly status: 'cancelled' | 'failed';
  readonly message: string;
}

const IS_MAC = navigator.userAgent.includes('Mac OS');

const BENIGN_ROW_ERRORS = new Set(['view-changed', 'page-closed']);

/** Everything the page shows: the host's state as last told, and what only the page knows (focus, selection, place). */
export class Gallery extends GalleryCursor {
  state: GalleryState | null = null;
  runEnd: RunEnd | null = null;
  error: string | null = null;
  /** Text of the live region; `serial` tells two equal announcements apart. */
  announcement = { text: '', serial: 0 };
  cellSize = DEFAULT_CELL_SIZE;
  dialog: OpenDialog | null = null;
  /** The pairs of the run, once a dialog has needed them. */
  pairs: readonly SuspectPair[] | null = null;
  /** Where the grid is to scroll to when it is next drawn; null leaves it where it is. */
  scrollTo: number | null = null;
  /** Whether the panel that says why the focused suspect was flagged is open. */
  hasPanel = false;
  /** Whether the filters are shown where the page is too narrow to show them always. */
  hasFilters = false;
  /** Set by the page: zooms and pans the large view. */
  onLargeAction: ((action: LargeAction) => void) | null = null;
  /** Set by the page: gives a key to the field or dialog that has just got the keyboard; false where there is none. */
  onTypeAhead: ((key: KeyPress) => Promise<boolean>) | null = null;
  /** Set to put the keyboard into the filter, cleared by the page once it has. */
  wantsFilter = false;
  /** The keys in force, and what is wrong with the user's setting of them. */
  keys: KeyBindings = bindKeys(undefined, IS_MAC).bindings;
  keyProblems: readonly Message[] = [];
  readonly pending = new PendingDecisions();
  override readonly rows: RowLoader;
  readonly details: DetailsLoader;
  readonly ask: Ask<GalleryRequests>;
  private scrollTop = 0;
  private readonly onDidChange: () => void;
  private readonly rememberPlace: (place: RunPlace) => void;

  constructor(options: {
    ask: Ask<GalleryRequests>;
    onDidChange: () => void;
    rememberPlace: (place: RunPlace) => void;
  }) {
    super();
    this.ask = options.ask;
    this.onDidChange = options.onDidChange;
    this.rememberPlace = options.rememberPlace;
    this.details = new DetailsLoader(
      (viewVersion, position) => this.ask('getDetails', { viewVersion, position }),
      () => this.changed(),
    );
    this.rows = new RowLoader({
      getRows: async (viewVersion, start, count) =>
        (await this.ask('getRows', { viewVersion, start, count })).rows,
      onRowsChanged: () => this.changed(),
      onRowsFailed: (error) => {
        // A view that has changed meanwhile is followed by its successor, and a closed page shows nothing.
        if (!(error instanceof RequestError && BENIGN_ROW_ERRORS.has(error.code))) this.report(error);
      },
    });
  }

  /** Opens and closes the large view; the focus stays on the same suspect. */
  setLarge(isLarge: boolean): void {
    if (this.counts.inView === 0 && isLarge) return;
    this.isLarge = isLarge;
    this.wantsFocus = true;
    this.announce(isLarge ? this.focusText() : '');
  }

  setPanel(hasPanel: boolean): void {
    this.hasPanel = hasPanel;
    this.wantsFocus = true;
    this.placeChanged();
    this.changed();
  }

  private focusText(): string {
    const row = this.rows.get(this.focus);
    return row ? suspectText(row, this.pending.has(this.focus)) : '';
  }

  override get counts(): GalleryCounts {
    return this.state?.counts ?? NO_COUNTS;
  }

  override changed(): void {
    this.loadDetails();
    this.onDidChange();
  }

  /** What the large view and the panel show: the focused suspect now. */
  private loadDetails(): void {
    if (!(this.isLarge || this.hasPanel) || this.counts.inView === 0) return;
    if (this.details.get(this.focus)) return;
    this.details.load(this.focus).catch((error: unknown) => {
      if (!(error instanceof RequestError && BENIGN_ROW_ERRORS.has(error.code))) this.report(error);
    });
  }

  async start(fallback: RunPlace | null): Promise<void> {
    try {
      const state = await this.ask('ready');
      const place = state.place ?? (fallback?.runId === state.runId ? fallback.place : null);
      this.cellSize = clampCellSize(place?.cellSize ?? DEFAULT_CELL_SIZE);
      this.hasPanel = place?.hasPanel ?? false;
      this.groups.restoreFolded(place?.folded ?? []);
      this.adoptState(state);
      this.focus = this.anchor = Math.min(place?.focus ?? 0, Math.max(0, state.counts.inView - 1));
      this.isOnHeader = this.isFoldedAway(this.focus);
      this.scrollTo = place?.scrollTop ?? null;
      this.wantsFocus = true;
      this.changed();
    } catch (error) {
      this.report(error);
    }
  }

  onEvent(event: HostEvent, perform: (action: ReviewAction, argument?: number) => void): void {
    switch (event.type) {
      case 'stateChanged':
        this.adoptState(event.state);
        break;
      case 'reviewChanged':
        this.adoptOutcome(event.outcome);
        break;
      case 'stopping':
        if (this.state) this.state = { ...this.state, stopping: event.stopping };
        this.changed();
        break;
      case 'progress':
        if (this.state) this.state = { ...this.state, progress: event.progress };
        if (event.progress) this.runEnd = null;
        this.changed();
        break;
      case 'runEnded':
        this.endRun(event.status, event.message);
        break;
      case 'keysChanged':
        this.adoptKeys(event.keys);
        this.changed();
        break;
      case 'action':
        perform(event.action, event.argument);
        break;
      default:
        assertNever(event);
    }
  }

  async setView(change: Partial<ViewSettings>): Promise<void> {
    if (!this.state) return;
    try {
      const view = { ...this.state.view, ...change };
      const changed = await this.ask('setView', { view });
      this.focus = this.anchor = this.scrollTo = 0;
      this.adoptView(changed);
      this.isOnHeader = this.isFoldedAway(0);
      this.placeChanged();
      const { inView } = changed.counts;
      this.announce(
        inView === 1
          ? l10n.t('1 suspect in view.')
          : l10n.t('{0} suspects in view.', inView.toLocaleString('en-US')),
      );
    } catch (error) {
      this.report(error);
    }
  }

  /** Gives the keyboard back to the suspects. */
  returnToGrid(): void {
    this.wantsFocus = true;
    this.changed();
  }

  toggleFilters(): void {
    this.hasFilters = !this.hasFilters;
    this.changed();
  }

  /** Goes to another copy of a picture; where the view does not show it, the view of all copies does. */
  async goToCopy(path: string): Promise<void> {
    try {
      let position = await this.find(path);
      if (position === null) {
        await this.setView({ query: 'duplicate' });
        position = await this.find(path);
      }
      if (position === null) this.announce(l10n.t('{0} is not part of this run.', path));
      else this.moveTo(position);
    } catch (error) {
      this.report(error);
    }
  }

  private async find(path: string): Promise<number | null> {
    const viewVersion = this.state?.viewVersion ?? -1;
    return (await this.ask('findImage', { viewVersion, path })).position;
  }

  enterFilter(): void {
    this.wantsFilter = true;
    this.changed();
  }

  setCellSize(size: number): void {
    this.cellSize = clampCellSize(size);
    this.placeChanged();
    this.changed();
  }

  open(dialog: OpenDialog | null): void {
    const wasLabel = this.dialog === 'label' || this.dialog === 'keys';
    this.dialog = dialog;
    if (dialog === null && (wasLabel || this.isLarge)) this.wantsFocus = true;
    this.changed();
  }

  /** Opens a dialog that chooses among the classes or pairs of the suspects. */
  async openFilter(dialog: 'given' | 'suggested' | 'pair'): Promise<void> {
    const runId = this.state?.runId;
    try {
      const { pairs } = this.pairs ? this : await this.ask('getPairs');
      // Of another run by now: what was asked for is no longer there.
      if (this.state?.runId !== runId) return;
      this.pairs = pairs;
      this.open(dialog);
    } catch (error) {
      this.report(error);
    }
  }

  /** Called by the grid when it has drawn. */
  drawn(drawn: { rows: GridRows; rowsPerPage: number; scrollTop: number; ranges: Selection }): void {
    this.shape = { rows: drawn.rows, rowsPerPage: drawn.rowsPerPage };
    this.rows.show(drawn.ranges);
    if (this.scrollTop === drawn.scrollTop) return;
    this.scrollTop = drawn.scrollTop;
    this.placeChanged();
  }

  override announce(text: string): void {
    this.announcement = { text, serial: this.announcement.serial + 1 };
    this.changed();
  }

  override report(error: unknown): void {
    this.error = error instanceof Error ? error.message : String(error);
    this.changed();
  }

  dismissError(): void {
    this.error = null;
    this.changed();
  }

  runCommand(command: PageCommand): void {
    this.ask('runCommand', { command }).catch((error: unknown) => this.report(error));
  }

  openImage(position: number): void {
    if (!this.state || position >= this.counts.inView) return;
    const { viewVersion } = this.state;
    this.ask('openImage', { viewVersion, position }).catch((error: unknown) => this.report(error));
  }

  revealFile(position: number): void {
    if (!this.state || position >= this.counts.inView) return;
    const { viewVersion } = this.state;
    this.ask('revealImage', { viewVersion, position }).catch((error: unknown) => this.report(error));
  }

  /**
   * Only with an outcome the host has sent: its journal is then on disk. What rows in `known` have become is known here; the
   * others that changed are asked for anew.
   */
  adoptOutcome(outcome: ReviewOutcome, known: Selection = EMPTY_SELECTION): void {
    if (!this.state) return;
    const { counts, classes = this.state.classes } = outcome;
    this.state = { ...this.state, counts, classes };
    this.groups.update(outcome.groups);
    this.rows.markStale(subtractRanges(outcome.changed, known));
    this.announce(outcomeText(outcome.step));
  }

  private adoptKeys(setting: unknown): void {
    const { bindings, problems } = bindKeys(setting, IS_MAC);
    this.keys = bindings;
    this.keyProblems = problems;
  }

  private adoptState(state: GalleryState): void {
    this.adoptKeys(state.keys);
    const isSameRun = this.state?.runId === state.runId;
    this.state = state;
    if (!isSameRun) {
      this.pairs = null;
      this.focus = this.anchor = 0;
      this.isOnHeader = false;
    }
    this.adoptView(state);
  }

  private adoptView({ view, viewVersion, counts, groups }: ViewChanged): void {
    if (!this.state) return;
    this.state = { ...this.state, view, viewVersion, counts, groups };
    this.groups.adopt(groups);
    this.selection = EMPTY_SELECTION;
    this.focus = this.anchor = Math.min(this.focus, Math.max(0, counts.inView - 1));
    this.isOnHeader = this.isFoldedAway(this.focus);
    this.rows.reset(viewVersion, counts.inView);
    this.details.reset(viewVersion);
    if (counts.inView === 0) this.isLarge = false;
    this.changed();
  }

  private endRun(status: 'done' | 'cancelled' | 'failed', message: string | undefined): void {
    if (this.state) this.state = { ...this.state, progress: null };
    if (status === 'done') {
      this.runEnd = null;
      this.announce(l10n.t('The run is done.'));
    } else {
      const fallback =
        status === 'failed'
          ? l10n.t('The run failed.')
          : l10n.t('Cancelled; no images or decisions were changed.');
      this.runEnd = { status, message: message ?? fallback };
      this.announce(this.runEnd.message);
    }
  }

  protected override placeChanged(): void {
    const { state, focus, scrollTop, cellSize, hasPanel } = this;
    if (state?.status !== 'ready' || state.runId === null) return;
    const folded = [...this.groups.foldedKeys];
    this.rememberPlace({
      runId: state.runId,
      place: { focus, scrollTop, cellSize, hasPanel, ...(folded.length > 0 && { folded }) },
    });
  }
}
