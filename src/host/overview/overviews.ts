import * as v from 'valibot';
import { commands, Disposable, Uri, ViewColumn, window, workspace, type WebviewPanel } from 'vscode';
import { COMMANDS, OVERVIEW_VIEW_TYPE } from '../../core/names';
import type { Datasets } from '../datasets';
import type { Log } from '../log';
import { OverviewPanel, overviewTitle } from './overviewPanel';
import { pairQuery } from '../../review/pairQuery';

export interface OverviewsOptions {
  readonly extensionUri: Uri;
  readonly datasets: Datasets;
  readonly log: Log;
}

/** What a page keeps for the case that the window is reloaded. */
const pageStateSchema = v.object({ datasetRoot: v.string(), runId: v.nullable(v.string()) });

/** The overviews of this window, at most one a dataset, kept up to date with runs and decisions. */
export class Overviews {
  private readonly options: OverviewsOptions;
  private readonly panels = new Map<string, OverviewPanel>();
  private readonly subscriptions: Disposable;

  constructor(options: OverviewsOptions) {
    this.options = options;
    const { datasets, log } = options;
    this.subscriptions = Disposable.from(
      window.registerWebviewPanelSerializer(OVERVIEW_VIEW_TYPE, {
        deserializeWebviewPanel: (panel, state) => {
          const parsed = v.safeParse(pageStateSchema, state);
          if (parsed.success) this.adopt(panel, parsed.output.datasetRoot, parsed.output.runId);
          else panel.dispose();
          return Promise.resolve();
        },
      }),
      datasets.onDidChangeRuns((root) => {
        this.panels
          .get(root)
          ?.refresh()
          .catch((error: unknown) => log.error('The overview could not be refreshed:', error));
      }),
      datasets.onDidChangeReview((root) => this.panels.get(root)?.reviewChanged()),
    );
  }

  /** The overview that has the focus. */
  get active(): OverviewPanel | undefined {
    return [...this.panels.values()].find(({ panel }) => panel.active);
  }

  /** Shows the overview of a run of the dataset in the folder `root`; `null` is the newest. */
  async open(root: string, runId: string | null): Promise<void> {
    const existing = this.panels.get(root);
    if (existing !== undefined) {
      existing.panel.reveal();
      await existing.show(runId);
      return;
    }
    this.adopt(
      window.createWebviewPanel(OVERVIEW_VIEW_TYPE, overviewTitle(root), ViewColumn.Active),
      root,
      runId,
    );
  }

  dispose(): void {
    for (const overview of this.panels.values()) overview.dispose();
    this.subscriptions.dispose();
  }

  private adopt(panel: WebviewPanel, root: string, runId: string | null): void {
    const command = (...args: Parameters<typeof commands.executeCommand>) =>
      void commands.executeCommand(...args);
    const overview = new OverviewPanel({
      ...this.options,
      panel,
      root,
      runId,
      openGallery: (filter) => {
        command(COMMANDS.openGallery, root, { query: pairQuery(filter) });
      },
      reveal: (imagePath) => {
        const uri = Uri.joinPath(Uri.file(root), imagePath);
        const isInWorkspace = workspace.getWorkspaceFolder(uri) !== undefined;
        command(isInWorkspace ? 'revealInExplorer' : 'revealFileInOS', uri);
      },
      runCommand: (name) => command(COMMANDS[name], root),
    });
    this.panels.set(root, overview);
    panel.onDidDispose(() => {
      overview.dispose();
      if (this.panels.get(root) === overview) this.panels.delete(root);
    });
  }
}
