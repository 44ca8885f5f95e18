import path from 'node:path';
import { RelativePattern, Uri, workspace } from 'vscode';
import { atMostEvery } from '../../review/atMostEvery';
import type { Disposable } from '../../review/emitter';
import { journalFile, storesOf, type StoreLocation } from '../../store/location';

/** Our own decisions change the file, too: not each of them is worth a look. */
const INTERVAL_MS = 500;

/** Asks to look at the journal of a dataset again when its file has changed: by git, above all, or another window. */
export function watchJournal(location: StoreLocation, look: () => void): Disposable {
  const throttled = atMostEvery(INTERVAL_MS, look);
  const watchers = storesOf(location).map((store) => {
    const file = journalFile(store);
    const folder = Uri.file(path.dirname(file));
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, path.basename(file)));
    for (const onDidChange of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      onDidChange(throttled.ask);
    return watcher;
  });
  return {
    dispose: () => {
      for (const disposable of [throttled, ...watchers]) disposable.dispose();
    },
  };
}
