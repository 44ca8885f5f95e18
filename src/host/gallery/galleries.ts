import * as v from 'valibot';
import { commands, workspace, type Disposable, type Uri, type WebviewPanel } from 'vscode';
import { GALLERY_VIEW_TYPE, KEYS_SETTING } from '../../core/names';
import type { Progress } from '../../core/run/progress';
import type { GalleryHandlersOptions } from '../../review/galleryHandlers';
import type { GalleryMemory } from '../../review/galleryMemory';
import type { OpenDataset } from '../../review/openReview';
import { galleryState } from '../../review/galleryState';
import type { HostEvent, ViewSettings } from '../../shared/galleryProtocol';
import { CONTEXT_KEYS } from '../contextKeys';
import type { Datasets } from '../datasets';
import type { Log } from '../log';
import { PagePanels, type PageState } from '../pages/pagePanels';
import type { NewRuns } from '../runs/newRuns';
import type { RunState } from '../runs/runController';
import { watchRuns } from '../runs/watchRuns';
import { watchImages } from './watchImages';
import { watchJournal } from './watchJournal';
import { createGalleryPanel, galleryTitle, type GalleryPanel } from './galleryPanel';
import { WORDING } from '../wording';

export interface GalleriesOptions {
  readonly extensionUri: Uri;
  readonly datasets: Datasets;
  readonly memory: GalleryMemory;
  readonly log: Log;
  readonly runState: () => RunState;
  /** Looks whether another process has made a run. */
  readonly newRuns: () => Pick<NewRuns, 'ask' | 'takeIn'>;
  readonly runCommand: (root: string, ...args: Parameters<GalleryHandlersOptions['runCommand']>) => void;
}

export interface OpenGalleryOptions {
  /** Leaves the keyboard where it is. */
  readonly preserveFocus?: boolean;
  /** Filters and sorts like this instead of as it was left. */
  readonly view?: ViewSettings;
}

const readKeysSetting = (): unknown => workspace.getConfiguration().get(KEYS_SETTING);

/** The galleries of this window. */
export class Galleries {
  private readonly options: GalleriesOptions;
  private readonly panels: PagePanels<PageState, GalleryPanel>;
  private readonly settings: Disposable;

  constructor(options: GalleriesOptions) {
    this.options = options;
    this.panels = new PagePanels({
      viewType: GALLERY_VIEW_TYPE,
      title: galleryTitle,
      stateSchema: v.object({ datasetRoot: v.string() }),
      create: (panel, { datasetRoot }) => this.create(panel, datasetRoot),
      onDidChangeActive: () => this.showActive(),
      // Not every file system tells what other programs do: coming back to a gallery is a moment to look.
      onDidActivate: ({ root }) => {
        this.lookAgain(root);
        options.newRuns().ask(root);
      },
    });
    this.settings = workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration(KEYS_SETTING)) return;
      for (const gallery of this.panels.all) gallery.post({ type: 'keysChanged', keys: readKeysSetting() });
    });
  }

  /** The gallery that has the focus. */
  get active(): GalleryPanel | undefined {
    return this.panels.active;
  }

  /** Whether the dataset's gallery is open, in sight or not. */
  has(root: string): boolean {
    return this.panels.get(root) !== undefined;
  }

  /** Shows the gallery of the dataset in the folder `root`. */
  async open(root: string, { preserveFocus = false, view }: OpenGalleryOptions = {}): Promise<void> {
    if (view !== undefined) await this.setView(root, view);
    const wasOpen = this.has(root);
    // Not every file system tells what other programs have made.
    if (!wasOpen) await this.options.newRuns().takeIn(root);
    await this.panels.open({ datasetRoot: root }, { preserveFocus });
    if (wasOpen && view !== undefined) await this.refresh(root);
  }

  /** Sends the page everything anew, after a run or a change of the view from outside. */
  async refresh(root: string): Promise<void> {
    const gallery = this.panels.get(root);
    if (gallery === undefined) return;
    const { datasets, memory } = this.options;
    const dataset = await datasets.get(root);
    const unfound = (await dataset.findAgain?.()) ?? [];
    const remembered = memory.get(root);
    const state = await galleryState({
      dataset,
      unfound,
      remembered,
      progress: this.progressOf(root),
      keys: readKeysSetting(),
      wording: WORDING,
    });
    gallery.post({ type: 'stateChanged', state });
  }

  /** Passes the progress of a run on to the gallery of its dataset. */
  showRunState(state: RunState): void {
    if (state.status === 'running') this.post(state.root, { type: 'progress', progress: state.progress });
  }

  /**
   * Shows a run that has learnt from the decisions, or that another process has made. A page in sight takes it over itself: only
   * it knows where the reviewer is.
   */
  async showNewRun(root: string, type: 'orderLearned' | 'runArrived'): Promise<void> {
    const gallery = this.panels.get(root);
    if (gallery?.panel.visible === true) gallery.post({ type });
    else await this.adoptRun(root);
  }

  post(root: string, event: HostEvent): void {
    this.panels.get(root)?.post(event);
  }

  /** Posts it, and resolves to whether a gallery in sight says it now. */
  async tell(root: string, event: HostEvent): Promise<boolean> {
    return (await this.panels.get(root)?.tell(event)) ?? false;
  }

  /** Reads what other windows have decided, and other programs done to the journal, and shows it where the gallery is open. */
  async takeInChanges(root: string): Promise<void> {
    const { session } = await this.options.datasets.get(root);
    const outcome = await session?.refresh();
    if (outcome) this.post(root, { type: 'reviewChanged', outcome });
  }

  dispose(): void {
    this.settings.dispose();
    this.panels.dispose();
  }

  private async setView(root: string, view: ViewSettings): Promise<void> {
    const { session } = await this.options.datasets.get(root);
    if (session === undefined) return;
    await session.setView(view);
    await this.options.memory.set(root, { runId: session.run.id, view, place: null, focusPath: null });
  }

  private async adoptRun(root: string): Promise<OpenDataset> {
    const { datasets, memory } = this.options;
    const dataset = await datasets.reload(root, { keepsView: true });
    await dataset.findAgain?.();
    const [remembered, { session }] = [memory.get(root), dataset];
    if (remembered !== undefined && session !== undefined)
      await memory.set(root, { ...remembered, runId: session.run.id, view: session.view });
    return dataset;
  }

  private async create(panel: WebviewPanel, root: string): Promise<GalleryPanel> {
    const { datasets, memory, log, extensionUri, runCommand, newRuns } = this.options;
    const location = await datasets.locate(root);
    const gallery = createGalleryPanel({
      panel,
      location,
      extensionUri,
      open: () => datasets.get(root),
      adoptRun: () => this.adoptRun(root),
      memory,
      log,
      progress: () => this.progressOf(root),
      runCommand: (command) => runCommand(root, command),
      keys: readKeysSetting,
    });
    const watchers = [
      watchJournal(location, () => this.lookAgain(root)),
      watchRuns(location, () => newRuns().ask(root)),
      watchImages(root, (changed) => gallery.post({ type: 'imagesChanged', ...changed })),
    ];
    panel.onDidDispose(() => {
      for (const watcher of watchers) watcher.dispose();
    });
    // The page will ask for it: a large run is read while VS Code makes the page. What fails now fails again then.
    datasets.get(root).catch(() => undefined);
    return gallery;
  }

  private lookAgain(root: string): void {
    this.takeInChanges(root).catch((error: unknown) =>
      this.options.log.error('The journal could not be read again:', error),
    );
  }

  private showActive(): void {
    const isActive = this.active !== undefined;
    for (const key of [CONTEXT_KEYS.galleryActive, CONTEXT_KEYS.galleryKeys])
      void commands.executeCommand('setContext', key, isActive);
  }

  private progressOf(root: string): Progress | null {
    const state = this.options.runState();
    return state.status === 'running' && state.root === root ? state.progress : null;
  }
}
