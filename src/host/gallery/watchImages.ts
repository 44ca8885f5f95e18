import { RelativePattern, Uri, workspace } from 'vscode';
import { STORE_FOLDER } from '../../core/names';
import { insideOf } from '../../files/insideOf';
import { atMostEvery } from '../../review/atMostEvery';
import type { Disposable } from '../../review/emitter';
import type { HostEvent } from '../../shared/galleryProtocol';

/** A program that changes one file often changes thousands: they are told together. */
const INTERVAL_MS = 1_000;
const IMAGE = '**/*.{jpg,jpeg,jfif,png,gif,webp,avif,bmp,tif,tiff,JPG,JPEG,PNG,GIF,WEBP,BMP,TIF,TIFF}';
/** Files that hold images. */
const HOLDER = '**/{*.{tar,zip,npz,npy,parquet,TAR,ZIP},*ubyte,*ubyte.gz}';

/** What other programs have added, changed or removed. */
export type ImagesChanged = Pick<Extract<HostEvent, { readonly type: 'imagesChanged' }>, 'count' | 'file'>;

/** Tells of images of a dataset that other programs have changed, and of a file that holds images. */
export function watchImages(root: string, onChange: (changed: ImagesChanged) => void): Disposable {
  const changed = new Set<string>();
  let holder: string | undefined;
  const throttled = atMostEvery(INTERVAL_MS, () => {
    onChange({ count: changed.size, ...(holder !== undefined && { file: holder }) });
    changed.clear();
    holder = undefined;
  });
  const watch = (pattern: string, note: (uri: Uri) => void) => {
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(root), pattern));
    for (const onDidChange of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      onDidChange((uri) => {
        // Thumbnails are made there.
        if (insideOf(root, uri.fsPath)?.startsWith(`${STORE_FOLDER}/`) === true) return;
        note(uri);
        throttled.ask();
      });
    return watcher;
  };
  const watchers = [
    watch(IMAGE, ({ path }) => changed.add(path)),
    watch(HOLDER, ({ fsPath }) => (holder = insideOf(root, fsPath))),
  ];
  return {
    dispose: () => {
      throttled.dispose();
      for (const watcher of watchers) watcher.dispose();
    },
  };
}
