import * as v from 'valibot';
import {
  commands,
  Disposable,
  ViewColumn,
  window,
  workspace,
  type Uri,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import { GALLERY_VIEW_TYPE, KEYS_SETTING } from '../../core/names';
import type { Progress } from '../../core/run/progress';
import type { HostEvent, ViewSettings } from '../../shared/galleryProtocol';
import { CONTEXT_KEYS } from '../contextKeys';
import type { Datasets } from '../datasets';
import type { GalleryHandlersOptions } from '../../review/galleryHandlers';
import type { GalleryMemory } from '../../review/galleryMemory';
import { GalleryPanel, galleryTitle } from './galleryPanel';
import { galleryState } from '../../review/galleryState';
import type { Log } from '../log';
import type { RunState } from '../runs/runController';

export interface GalleriesOptions {
  readonly extensionUri: Uri;
  readonly datasets: Datasets;
  readonly memory: GalleryMemory;
  readonly log: Log;
  readonly runState: () => RunState;
  readonly runCommand: (root: string, ...args: Parameters<GalleryHandlersOptions['runCommand']>) => void;
}

export interface OpenGalleryOptions {
  /** Leaves the keyboard where it is. */
  readonly preserveFocus?: boolean;
  /** Filters and sorts like this instead of as it was left. */
  readonly view?: ViewSettings;
}

const readKeysSetting = (): unknown => workspace.getConfiguration().get(KEYS_SETTING);

/** The galleries of this window, at most one a dataset. */
export class Galleries {
  private readonly options: GalleriesOptions;
  private readonly panels = new Map<string, GalleryPanel>();
  private readonly opening = new Map<string, Promise<GalleryPanel>>();
  private readonly subscriptions: Disposable[] = [];

  constructor(options: GalleriesOptions) {
    this.options = options;
    const serializer: WebviewPanelSerializer = {
      deserializeWebviewPanel: (panel, state) => this.restore(panel, state),
    };
    this.subscriptions.push(
      window.registerWebviewPanelSerializer(GALLERY_VIEW_TYPE, serializer),
      workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration(KEYS_SETTING)) return;
        for (const gallery of this.panels.values())
          gallery.post({ type: 'keysChanged', keys: readKeysSetting() });
      }),
    );
  }

  /** The gallery that has the focus. */
  get active(): GalleryPanel | undefined {
    return [...this.panels.values()].find(({ panel }) => panel.active);
  }

  /** Whether the dataset's gallery is open, in sight or not. */
  has(root: string): boolean {
    return this.panels.has(root);
  }

  /** Shows the gallery of the dataset in the folder `root`. */
  async open(root: string, { preserveFocus = false, view }: OpenGalleryOptions = {}): Promise<void> {
    if (view !== undefined) await this.setView(root, view);
    const existing = this.panels.get(root);
    if (existing === undefined) await this.create(root, preserveFocus);
    else existing.panel.reveal(undefined, preserveFocus);
    if (existing !== undefined && view !== undefined) await this.refresh(root);
  }

  /** Sends the page everything anew, after a run or a change of the view from outside. */
  async refresh(root: string): Promise<void> {
    const gallery = this.panels.get(root);
    if (gallery === undefined) return;
    const { datasets, memory } = this.options;
    const dataset = await datasets.get(root);
    const remembered = memory.get(root);
    const state = galleryState({
      dataset,
      remembered,
      progress: this.progressOf(root),
      keys: readKeysSetting(),
    });
    gallery.post({ type: 'stateChanged', state });
  }

  /** Passes the progress of a run on to the gallery of its dataset. */
  showRunState(state: RunState): void {
    if (state.status === 'running') this.post(state.root, { type: 'progress', progress: state.progress });
  }

  post(root: string, event: HostEvent): void {
    this.panels.get(root)?.post(event);
  }

  dispose(): void {
    for (const gallery of this.panels.values()) gallery.dispose();
    Disposable.from(...this.subscriptions).dispose();
  }

  private async setView(root: string, view: ViewSettings): Promise<void> {
    const { session } = await this.options.datasets.get(root);
    if (session === undefined) return;
    await session.setView(view);
    await this.options.memory.set(root, { runId: session.run.id, view, place: null, focusPath: null });
  }

  private async create(root: string, preserveFocus: boolean): Promise<void> {
    // Two commands in a row must not make two panels for one dataset.
    let opening = this.opening.get(root);
    if (opening === undefined) {
      const panel = window.createWebviewPanel(GALLERY_VIEW_TYPE, galleryTitle(root), {
        viewColumn: ViewColumn.Active,
        preserveFocus,
      });
      opening = this.adopt(panel, root).finally(() => this.opening.delete(root));
      this.opening.set(root, opening);
    }
    await opening;
  }

  private async restore(panel: WebviewPanel, state: unknown): Promise<void> {
    const parsed = v.safeParse(v.object({ datasetRoot: v.string() }), state);
    if (parsed.success) await this.adopt(panel, parsed.output.datasetRoot);
    else panel.dispose();
  }

  private async adopt(panel: WebviewPanel, root: string): Promise<GalleryPanel> {
    const { datasets, memory, log, extensionUri, runCommand } = this.options;
    const location = await datasets.locate(root);
    const gallery = new GalleryPanel({
      panel,
      location,
      extensionUri,
      open: () => datasets.get(root),
      memory,
      log,
      progress: () => this.progressOf(root),
      runCommand: (command) => runCommand(root, command),
      keys: readKeysSetting,
    });
    this.panels.set(root, gallery);
    // The page will ask for it: a large run is read while VS Code makes the page. What fails now fails again then.
    datasets.get(root).catch(() => undefined);
    panel.onDidChangeViewState(() => this.onViewStateChanged(gallery));
    panel.onDidDispose(() => {
      gallery.dispose();
      this.panels.delete(root);
      this.showActive();
    });
    this.showActive();
    return gallery;
  }

  private onViewStateChanged(gallery: GalleryPanel): void {
    this.showActive();
    if (!gallery.panel.active) return;
    this.takeInOtherWindows(gallery).catch((error: unknown) =>
      this.options.log.error('The journal could not be read again:', error),
    );
  }

  /** Coming back to a gallery is the moment to show what other windows have decided meanwhile. */
  private async takeInOtherWindows({ root }: GalleryPanel): Promise<void> {
    const { session } = await this.options.datasets.get(root);
    const outcome = await session?.refresh();
    if (outcome) this.post(root, { type: 'reviewChanged', outcome });
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
