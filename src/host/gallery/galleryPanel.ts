import path from 'node:path';
import { commands, env, l10n, Uri, ViewColumn, type WebviewPanel } from 'vscode';
import { showUnseen } from '../../core/words/showUnseen';
import { createGalleryHandlers, type GalleryHandlersOptions } from '../../review/galleryHandlers';
import type { OpenDataset } from '../../review/openReview';
import { createPictureFiles } from '../../review/pictures/pictureFiles';
import { SuspectDetailsReader } from '../../review/suspectDetails';
import { GALLERY_REQUESTS, type GalleryRequests, type HostEvent } from '../../shared/galleryProtocol';
import { picturesFolder, storesOf, thumbnailsFolder, type StoreLocation } from '../../store/location';
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
  const images = createPictureFiles(location, (file, version) =>
    panel.webview.asWebviewUri(Uri.file(file).with({ query: `v=${version}` })).toString(),
  );
  const details = new SuspectDetailsReader({
    openRun: async (run) => (await options.open()).openRun(run),
    thumbnailUri: images.thumbnail,
    imageFile: images.original,
    wording: WORDING,
  });
  return new PagePanel({
    ...options,
    root,
    script: 'gallery',
    title: galleryTitle(root),
    state: { datasetRoot: root },
    // The dataset's folder: the large view shows originals, and small images are their own thumbnails. What is inside other
    // files is copied into the cache.
    shownFolders: [
      ...[...storesOf(location).map(thumbnailsFolder), picturesFolder(location), root].map((each) =>
        Uri.file(each),
      ),
    ],
    schemas: GALLERY_REQUESTS,
    handlers: createGalleryHandlers({
      ...options,
      root,
      wording: WORDING,
      thumbnailUri: images.thumbnail,
      details: (session, suspect) => details.read(session, suspect),
      revealImage: (file) => revealImage(root, file),
      copyPaths: async (imagePaths) => {
        const files = imagePaths.map((each) => Uri.joinPath(Uri.file(root), each).fsPath);
        await env.clipboard.writeText(files.join('\n'));
      },
      openImage: async (image) => {
        const uri = Uri.file(await images.fileOf(image));
        // The keyboard stays in the gallery: the image is for a closer look, not to be edited.
        const show = { viewColumn: ViewColumn.Beside, preview: true, preserveFocus: true };
        await commands.executeCommand('vscode.open', uri, show);
      },
    }),
  });
}

export const galleryTitle = (root: string) => l10n.t('Label Review: {0}', showUnseen(path.basename(root)));
