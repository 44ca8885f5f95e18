import path from 'node:path';
import { l10n, type Uri, type WebviewPanel } from 'vscode';
import { AppError } from '../../core/appError';
import { pictureFile } from '../../core/dataset/imagePlace';
import { showUnseen } from '../../core/words/showUnseen';
import { atMostEvery, type Throttled } from '../../review/atMostEvery';
import { loadOverview, type LoadedOverview } from '../../review/overviewRun';
import {
  OVERVIEW_REQUESTS,
  type OverviewCommand,
  type OverviewEvent,
  type OverviewHandlers,
  type OverviewRequests,
  type OverviewState,
  type GalleryFilter,
} from '../../shared/overviewProtocol';
import type { Datasets } from '../datasets';
import type { Log } from '../log';
import { PagePanel } from '../pages/pagePanel';
import { revealImage } from '../pages/revealImage';
import { WORDING } from '../wording';

export interface OverviewPanelOptions {
  readonly panel: WebviewPanel;
  /** Absolute path of the dataset's folder. */
  readonly root: string;
  /** `null`: whichever is the newest. */
  readonly runId: string | null;
  /** The extension's own folder. */
  readonly extensionUri: Uri;
  readonly datasets: Datasets;
  readonly log: Log;
  readonly openGallery: (filter: GalleryFilter) => void;
  readonly runCommand: (command: OverviewCommand) => void;
}

/** Counting a hundred thousand suspects takes some milliseconds; a reviewer's next key must not wait for it. */
const REVIEW_INTERVAL_MS = 400;

/** One overview: a panel about one run. */
export class OverviewPanel {
  readonly root: string;
  readonly panel: WebviewPanel;
  private readonly options: OverviewPanelOptions;
  private readonly page: PagePanel<OverviewRequests, OverviewEvent>;
  private readonly reviewUpdates: Throttled;
  private runId: string | null;
  private loaded: LoadedOverview | undefined;

  constructor(options: OverviewPanelOptions) {
    const { root, panel, runId } = options;
    this.options = options;
    this.root = root;
    this.panel = panel;
    this.runId = runId;
    this.reviewUpdates = atMostEvery(REVIEW_INTERVAL_MS, () => this.sendReview());
    this.page = new PagePanel({
      ...options,
      script: 'overview',
      title: overviewTitle(root),
      state: { datasetRoot: root, runId },
      shownFolders: [],
      schemas: OVERVIEW_REQUESTS,
      handlers: this.handlers(),
    });
  }

  /** Shows another run. */
  async show(runId: string | null): Promise<void> {
    if (runId === this.runId) return;
    this.runId = runId;
    await this.refresh();
  }

  /** Sends the page everything anew. */
  async refresh(): Promise<void> {
    try {
      this.page.post({ type: 'state', state: await this.load() });
    } catch (error) {
      this.page.post({ type: 'failed', message: this.failure(error).message });
    }
  }

  /** To be called when decisions have changed. */
  reviewChanged(): void {
    this.reviewUpdates.ask();
  }

  dispose(): void {
    this.page.dispose();
    this.reviewUpdates.dispose();
  }

  private handlers(): OverviewHandlers {
    const { openGallery, runCommand, root, log } = this.options;
    const done = Promise.resolve(null);
    return {
      ready: () =>
        this.load().catch((error: unknown) => {
          throw this.failure(error);
        }),
      openGallery: (filter) => {
        openGallery(filter);
        return done;
      },
      revealUnreadable: ({ index }) => {
        const image = this.loaded?.page.details.unreadable[index];
        if (image !== undefined)
          revealImage(root, pictureFile(image)).catch((error: unknown) =>
            log.error('The image could not be shown:', error),
          );
        return done;
      },
      runCommand: ({ command }) => {
        runCommand(command);
        return done;
      },
    };
  }

  private async load(): Promise<OverviewState> {
    const { runId, root } = this;
    this.loaded = await loadOverview(await this.options.datasets.get(root), runId, WORDING);
    const run = this.loaded && { ...this.loaded.page, review: this.loaded.review() };
    return { datasetName: path.basename(root), runId, run: run ?? null };
  }

  private failure(error: unknown): AppError {
    this.options.log.error('The overview could not be shown:', error);
    return error instanceof AppError
      ? error
      : new AppError('run-damaged', l10n.t('The run could not be read; the log has the details.'));
  }

  private sendReview(): void {
    // A hidden page is gone and asks for everything when it returns.
    if (this.loaded !== undefined && this.panel.visible)
      this.page.post({ type: 'review', review: this.loaded.review() });
  }
}

export const overviewTitle = (root: string) => l10n.t('Overview: {0}', showUnseen(path.basename(root)));
