import * as v from 'valibot';
import { commands, Disposable, type Uri } from 'vscode';
import { COMMANDS, OVERVIEW_VIEW_TYPE } from '../../core/names';
import { pairQuery } from '../../review/pairQuery';
import type { Datasets } from '../datasets';
import type { Log } from '../log';
import { PagePanels, type PageState } from '../pages/pagePanels';
import { OverviewPanel, overviewTitle } from './overviewPanel';

export interface OverviewsOptions {
  readonly extensionUri: Uri;
  readonly datasets: Datasets;
  readonly log: Log;
}

interface OverviewPageState extends PageState {
  readonly runId: string | null;
}

/** The overviews of this window, kept up to date with runs and decisions. */
export class Overviews {
  private readonly panels: PagePanels<OverviewPageState, OverviewPanel>;
  private readonly subscriptions: Disposable;

  constructor(options: OverviewsOptions) {
    const { datasets, log } = options;
    const command = (...args: Parameters<typeof commands.executeCommand>) =>
      void commands.executeCommand(...args);
    this.panels = new PagePanels({
      viewType: OVERVIEW_VIEW_TYPE,
      title: overviewTitle,
      stateSchema: v.object({ datasetRoot: v.string(), runId: v.nullable(v.string()) }),
      create: (panel, { datasetRoot: root, runId }) =>
        new OverviewPanel({
          ...options,
          panel,
          root,
          runId,
          openGallery: (filter) => command(COMMANDS.openGallery, root, { query: pairQuery(filter) }),
          runCommand: (name) => command(COMMANDS[name], root),
        }),
    });
    this.subscriptions = Disposable.from(
      this.panels,
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
    return this.panels.active;
  }

  /** Shows the overview of a run of the dataset in the folder `root`; `null` is the newest. */
  async open(root: string, runId: string | null): Promise<void> {
    const overview = await this.panels.open({ datasetRoot: root, runId });
    await overview.show(runId);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}
