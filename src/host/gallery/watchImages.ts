import { RelativePattern, Uri, workspace } from 'vscode';
import { STORE_FOLDER } from '../../core/names';
import { atMostEvery } from '../../review/atMostEvery';
import type { Disposable } from '../../review/emitter';

/** A program that changes one file often changes thousands: they are told together. */
const INTERVAL_MS = 1_000;
const IMAGE = '**/*.{jpg,jpeg,jfif,png,gif,webp,avif,bmp,tif,tiff,JPG,JPEG,PNG,GIF,WEBP,BMP,TIF,TIFF}';

/** Tells of how many images of a dataset other programs have added, changed or removed. */
export function watchImages(root: string, onChange: (count: number) => void): Disposable {
  const store = Uri.joinPath(Uri.file(root), STORE_FOLDER).path;
  const changed = new Set<string>();
  const throttled = atMostEvery(INTERVAL_MS, () => {
    onChange(changed.size);
    changed.clear();
  });
  const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(root), IMAGE));
  for (const onDidChange of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
    onDidChange((uri) => {
      // Thumbnails are made there.
      if (uri.path.startsWith(`${store}/`)) return;
      changed.add(uri.path);
      throttled.ask();
    });
  return {
    dispose: () => {
      throttled.dispose();
      watcher.dispose();
    },
  };
}
