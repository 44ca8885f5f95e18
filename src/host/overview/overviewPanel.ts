import path from 'node:path';
import * as v from 'valibot';
import { Disposable, l10n, Uri, type WebviewPanel } from 'vscode';
import { AppError } from '../../core/appError';
import {
  overviewMessageSchema,
  type OverviewEvent,
  type OverviewMessage,
} from '../../shared/overviewProtocol';
import { atMostEvery, type Throttled } from '../../review/atMostEvery';
import type { Datasets } from '../datasets';
import { galleryHtml } from '../gallery/galleryHtml';
import type { Log } from '../log';
import { loadOverview, type LoadedOverview } from '../../review/overviewRun';

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
  readonly openGallery: (filter: { readonly given?: string; readonly suggested?: string }) => void;
  readonly reveal: (imagePath: string) => void;
  readonly runCommand: (
    command: Extract<OverviewMessage, { readonly type: 'runCommand' }>['command'],
  ) => void;
}

/** Counting a hundred thousand suspects takes some milliseconds; a reviewer's next key must not wait for it. */
const REVIEW_INTERVAL_MS = 400;

/** One overview: a webview panel about one run. The page may come and go while the panel lives. */
export class OverviewPanel {
  readonly root: string;
  readonly panel: WebviewPanel;
  private readonly options: OverviewPanelOptions;
  private readonly subscriptions: Disposable;
  private readonly reviewUpdates: Throttled;
  private runId: string | null;
  private loaded: LoadedOverview | undefined;
  private isDisposed = false;

  constructor(options: OverviewPanelOptions) {
    this.options = options;
    this.root = options.root;
    this.runId = options.runId;
    this.panel = options.panel;
    this.reviewUpdates = atMostEvery(REVIEW_INTERVAL_MS, () => this.sendReview());
    this.subscriptions = Disposable.from(
      this.panel.webview.onDidReceiveMessage((message: unknown) => this.onMessage(message)),
      { dispose: () => this.reviewUpdates.dispose() },
    );
    this.panel.iconPath = Uri.joinPath(options.extensionUri, 'media', 'icon.png');
    this.loadPage();
  }

  /** Shows another run. */
  async show(runId: string | null): Promise<void> {
    if (runId === this.runId) return;
    this.runId = runId;
    await this.refresh();
  }

  /** Sends the page everything anew. */
  async refresh(): Promise<void> {
    const { datasets, log } = this.options;
    try {
      this.loaded = await loadOverview(await datasets.get(this.root), this.runId);
      const run = this.loaded && { ...this.loaded.page, review: this.loaded.review() };
      const datasetName = path.basename(this.root);
      this.send({ type: 'state', state: { datasetName, runId: this.runId, run: run ?? null } });
    } catch (error) {
      log.error('The overview could not be shown:', error);
      const message =
        error instanceof AppError
          ? error.message
          : l10n.t('The run could not be read; the log has the details.');
      this.send({ type: 'failed', message });
    }
  }

  /** To be called when decisions have changed. */
  reviewChanged(): void {
    this.reviewUpdates.ask();
  }

  dispose(): void {
    this.isDisposed = true;
    this.subscriptions.dispose();
  }

  private sendReview(): void {
    // A hidden page is gone and asks for everything when it returns.
    if (this.loaded !== undefined && this.panel.visible)
      this.send({ type: 'review', review: this.loaded.review() });
  }

  private onMessage(message: unknown): void {
    const { log } = this.options;
    const parsed = v.safeParse(overviewMessageSchema, message);
    if (!parsed.success) {
      log.error(`The overview page sent something that is no message: ${v.summarize(parsed.issues)}`);
      return;
    }
    this.answer(parsed.output);
  }

  private answer(message: OverviewMessage): void {
    const { openGallery, reveal, runCommand } = this.options;
    switch (message.type) {
      case 'ready':
        void this.refresh();
        break;
      case 'openGallery':
        openGallery({ given: message.given, suggested: message.suggested });
        break;
      case 'revealUnreadable': {
        const image = this.loaded?.page.details.unreadable[message.index];
        if (image !== undefined) reveal(image.path);
        break;
      }
      case 'runCommand':
        runCommand(message.command);
        break;
    }
  }

  private loadPage(): void {
    const { webview } = this.panel;
    const page = Uri.joinPath(this.options.extensionUri, 'dist', 'webview');
    webview.options = { enableScripts: true, localResourceRoots: [page] };
    webview.html = galleryHtml({
      scriptUri: webview.asWebviewUri(Uri.joinPath(page, 'overview.js')).toString(),
      styleUri: webview.asWebviewUri(Uri.joinPath(page, 'overview.css')).toString(),
      cspSource: webview.cspSource,
      title: overviewTitle(this.root),
      state: { datasetRoot: this.root, runId: this.runId, translation: l10n.bundle },
    });
  }

  private send(event: OverviewEvent): void {
    // What was asked before the panel was closed may be answered after.
    if (this.isDisposed) return;
    // False means that the page is hidden and gone; it asks for everything when it returns.
    void this.panel.webview.postMessage(event);
  }
}

export const overviewTitle = (root: string) => l10n.t('Overview: {0}', path.basename(root));
