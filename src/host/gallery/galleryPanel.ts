import { stat } from 'node:fs/promises';
import path from 'node:path';
import {
  l10n,
  commands,
  Disposable,
  Uri,
  ViewColumn,
  workspace,
  type Webview,
  type WebviewPanel,
} from 'vscode';
import { mayBeOwnThumbnail } from '../../core/dataset/ownThumbnail';
import type { HostEvent, HostMessage } from '../../shared/galleryProtocol';
import { thumbnailsFolder, type StoreLocation } from '../../store/location';
import { thumbnailFile } from '../../store/thumbnailFile';
import { galleryHtml } from './galleryHtml';
import { createGalleryRouter } from './galleryRouter';
import type { Log } from '../log';
import { createGalleryHandlers, type GalleryHandlersOptions } from '../../review/galleryHandlers';
import type { OpenDataset } from '../../review/openReview';
import { SuspectDetailsReader, type ImageFile } from '../../review/suspectDetails';

export interface GalleryPanelOptions extends Pick<
  GalleryHandlersOptions,
  'memory' | 'progress' | 'runCommand' | 'keys'
> {
  readonly panel: WebviewPanel;
  readonly open: () => Promise<OpenDataset>;
  readonly location: StoreLocation;
  /** The extension's own folder. */
  readonly extensionUri: Uri;
  readonly log: Log;
}

/** One gallery: a webview panel that shows the suspects of one dataset. The page may come and go while the panel lives. */
export class GalleryPanel {
  /** Absolute path of the dataset's folder. */
  readonly root: string;
  readonly panel: WebviewPanel;
  private readonly location: StoreLocation;
  private readonly webview: Webview;
  private readonly subscriptions: Disposable;
  private isDisposed = false;

  constructor(options: GalleryPanelOptions) {
    const { panel, location, log } = options;
    this.root = location.root;
    this.panel = panel;
    this.webview = panel.webview;
    this.location = location;
    const details = new SuspectDetailsReader({
      openRun: async (run) => (await options.open()).openRun(run),
      thumbnailUri: (imagePath) => this.thumbnailUri(imagePath),
      imageFile: (imagePath) => this.imageFile(imagePath),
    });
    const handlers = createGalleryHandlers({
      ...options,
      root: this.root,
      thumbnailUri: (imagePath) => this.thumbnailUri(imagePath),
      revealImage: async (imagePath) => {
        const uri = Uri.joinPath(Uri.file(this.root), imagePath);
        const isInWorkspace = workspace.getWorkspaceFolder(uri) !== undefined;
        await commands.executeCommand(isInWorkspace ? 'revealInExplorer' : 'revealFileInOS', uri);
      },
      details: (session, suspect) => details.read(session, suspect),
      openImage: async (imagePath) => {
        const uri = Uri.joinPath(Uri.file(this.root), imagePath);
        // The keyboard stays in the gallery: the image is for a closer look, not to be edited.
        const show = { viewColumn: ViewColumn.Beside, preview: true, preserveFocus: true };
        await commands.executeCommand('vscode.open', uri, show);
      },
    });
    const route = createGalleryRouter({ handlers, post: (message) => this.send(message), log });
    this.subscriptions = Disposable.from(
      this.webview.onDidReceiveMessage((message: unknown) => {
        route(message).catch((error: unknown) => log.error('A reply to the gallery page was lost:', error));
      }),
    );
    panel.iconPath = Uri.joinPath(options.extensionUri, 'media', 'icon.png');
    this.load(options.extensionUri);
  }

  post(event: HostEvent): void {
    this.send(event);
  }

  dispose(): void {
    this.isDisposed = true;
    this.subscriptions.dispose();
  }

  private load(extensionUri: Uri): void {
    const { webview } = this;
    const page = Uri.joinPath(extensionUri, 'dist', 'webview');
    webview.options = {
      enableScripts: true,
      // The dataset's folder: the large view shows originals, and small images are their own thumbnails.
      localResourceRoots: [page, Uri.file(thumbnailsFolder(this.location)), Uri.file(this.root)],
    };
    webview.html = galleryHtml({
      scriptUri: webview.asWebviewUri(Uri.joinPath(page, 'gallery.js')).toString(),
      styleUri: webview.asWebviewUri(Uri.joinPath(page, 'gallery.css')).toString(),
      cspSource: webview.cspSource,
      title: galleryTitle(this.root),
      state: { datasetRoot: this.root, translation: l10n.bundle },
    });
  }

  private async thumbnailUri(imagePath: string): Promise<string | undefined> {
    const shown =
      (await this.existing(thumbnailFile(this.location, imagePath))) ?? (await this.ownThumbnail(imagePath));
    if (shown === undefined) return undefined;
    // The browser keeps images by address, so a changed thumbnail needs a new one.
    const uri = Uri.file(shown.file).with({ query: `v=${Math.floor(shown.mtimeMs)}` });
    return this.webview.asWebviewUri(uri).toString();
  }

  private async ownThumbnail(imagePath: string) {
    const image = await this.existing(path.join(this.root, imagePath));
    return image !== undefined && mayBeOwnThumbnail(imagePath, image.size) ? image : undefined;
  }

  private async existing(file: string) {
    const stats = await stat(file).catch(() => undefined); // Not made, or deleted with the cache: shown without.
    return stats && { file, mtimeMs: stats.mtimeMs, size: stats.size };
  }

  private async imageFile(imagePath: string): Promise<ImageFile> {
    const uri = Uri.joinPath(Uri.file(this.root), imagePath);
    const stats = await stat(uri.fsPath).catch(() => undefined); // Moved or deleted since the run: said in the panel.
    const isShown = stats !== undefined && BROWSER_IMAGE.test(imagePath);
    const query = `v=${Math.floor(stats?.mtimeMs ?? 0)}`;
    return {
      bytes: stats?.size,
      address: isShown ? this.webview.asWebviewUri(uri.with({ query })).toString() : undefined,
    };
  }

  private send(message: HostMessage): void {
    // What was asked before the panel was closed may be answered after.
    if (this.isDisposed) return;
    // False means that the page is hidden and gone; it asks for everything when it returns.
    void this.webview.postMessage(message);
  }
}

/** Images that every browser shows; others, TIFF above all, are shown as thumbnails. */
const BROWSER_IMAGE = /\.(jpe?g|jfif|png|gif|webp|avif|bmp)$/i;

export const galleryTitle = (root: string) => l10n.t('Label Review: {0}', path.basename(root));
