import { stat } from 'node:fs/promises';
import path from 'node:path';
import { commands, env, l10n, Uri, ViewColumn, type Webview, type WebviewPanel } from 'vscode';
import { mayBeOwnThumbnail } from '../../core/dataset/ownThumbnail';
import { createGalleryHandlers, type GalleryHandlersOptions } from '../../review/galleryHandlers';
import type { OpenDataset } from '../../review/openReview';
import { SuspectDetailsReader, type ImageFile } from '../../review/suspectDetails';
import { GALLERY_REQUESTS, type GalleryRequests, type HostEvent } from '../../shared/galleryProtocol';
import { storesOf, thumbnailsFolder, type StoreLocation } from '../../store/location';
import { thumbnailFile } from '../../store/thumbnailFile';
import type { Log } from '../log';
import { PagePanel } from '../pages/pagePanel';
import { revealImage } from '../pages/revealImage';
import { WORDING } from '../wording';

export interface GalleryPanelOptions extends Pick<
  GalleryHandlersOptions,
  'memory' | 'progress' | 'runCommand' | 'keys' | 'adoptRun'
> {
  readonly panel: WebviewPanel;
  readonly open: () => Promise<OpenDataset>;
  readonly location: StoreLocation;
  /** The extension's own folder. */
  readonly extensionUri: Uri;
  readonly log: Log;
}

/** One gallery: a panel that shows the suspects of one dataset. */
export type GalleryPanel = PagePanel<GalleryRequests, HostEvent>;

export function createGalleryPanel(options: GalleryPanelOptions): GalleryPanel {
  const { panel, location } = options;
  const { root } = location;
  const images = imageAddresses(panel.webview, location);
  const details = new SuspectDetailsReader({
    openRun: async (run) => (await options.open()).openRun(run),
    thumbnailUri: images.thumbnail,
    imageFile: images.original,
  });
  return new PagePanel({
    ...options,
    root,
    script: 'gallery',
    title: galleryTitle(root),
    state: { datasetRoot: root },
    // The dataset's folder: the large view shows originals, and small images are their own thumbnails.
    shownFolders: [...storesOf(location).map((store) => Uri.file(thumbnailsFolder(store))), Uri.file(root)],
    schemas: GALLERY_REQUESTS,
    handlers: createGalleryHandlers({
      ...options,
      root,
      wording: WORDING,
      thumbnailUri: images.thumbnail,
      details: (session, suspect) => details.read(session, suspect),
      revealImage: (imagePath) => revealImage(root, imagePath),
      copyPaths: async (imagePaths) => {
        const files = imagePaths.map((each) => Uri.joinPath(Uri.file(root), each).fsPath);
        await env.clipboard.writeText(files.join('\n'));
      },
      openImage: async (imagePath) => {
        const uri = Uri.joinPath(Uri.file(root), imagePath);
        // The keyboard stays in the gallery: the image is for a closer look, not to be edited.
        const show = { viewColumn: ViewColumn.Beside, preview: true, preserveFocus: true };
        await commands.executeCommand('vscode.open', uri, show);
      },
    }),
  });
}

export const galleryTitle = (root: string) => l10n.t('Label Review: {0}', path.basename(root));

/** Images that every browser shows; others, TIFF above all, are shown as thumbnails. */
const BROWSER_IMAGE = /\.(jpe?g|jfif|png|gif|webp|avif|bmp)$/i;

/** The addresses under which the page may load images. */
function imageAddresses(webview: Webview, location: StoreLocation) {
  const { root } = location;
  // The browser keeps images by address, so a changed one needs a new one.
  const addressOf = (file: string, ctimeMs: number) =>
    webview.asWebviewUri(Uri.file(file).with({ query: `v=${Math.floor(ctimeMs)}` })).toString();
  const ownThumbnail = async (imagePath: string) => {
    const image = await existing(path.join(root, imagePath));
    return image !== undefined && mayBeOwnThumbnail(imagePath, image.size) ? image : undefined;
  };
  return {
    thumbnail: async (imagePath: string): Promise<string | undefined> => {
      for (const store of storesOf(location)) {
        const made = await existing(thumbnailFile(store, imagePath));
        if (made !== undefined) return addressOf(made.file, made.ctimeMs);
      }
      const shown = await ownThumbnail(imagePath);
      return shown && addressOf(shown.file, shown.ctimeMs);
    },
    original: async (imagePath: string): Promise<ImageFile> => {
      const image = await existing(Uri.joinPath(Uri.file(root), imagePath).fsPath);
      const isShown = image !== undefined && BROWSER_IMAGE.test(imagePath);
      return { bytes: image?.size, address: isShown ? addressOf(image.file, image.ctimeMs) : undefined };
    },
  };
}

/** Undefined for a thumbnail that was not made or an image that was moved: shown without, or said in the panel. */
async function existing(file: string) {
  const stats = await stat(file).catch(() => undefined);
  return stats && { file, ctimeMs: stats.ctimeMs, size: stats.size };
}
