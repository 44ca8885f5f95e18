import { RelativePattern, Uri, workspace } from 'vscode';
import type { Disposable } from '../../review/emitter';
import { runsFolder, storesOf, type StoreLocation } from '../../store/location';

/** Written last: a run that has it is whole. */
const FINISHED = '*/run.json';

/** Tells that a run of the dataset has finished, in whichever process. */
export function watchRuns(location: StoreLocation, onDidFinish: () => void): Disposable {
  const watchers = storesOf(location).map((store) => {
    const folder = Uri.file(runsFolder(store));
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, FINISHED));
    for (const onDidWrite of [watcher.onDidCreate, watcher.onDidChange]) onDidWrite(onDidFinish);
    return watcher;
  });
  return {
    dispose: () => {
      for (const watcher of watchers) watcher.dispose();
    },
  };
}

export interface RunWatchersOptions {
  readonly roots: () => Iterable<string>;
  readonly locate: (root: string) => Promise<StoreLocation>;
  readonly onDidFinish: (root: string) => void;
}

/** Watches the runs of several datasets. */
export class RunWatchers implements Disposable {
  private readonly options: RunWatchersOptions;
  private readonly watched = new Map<string, AbortController>();

  constructor(options: RunWatchersOptions) {
    this.options = options;
    this.refresh();
  }

  /** Watches the datasets that there are now. */
  refresh(): void {
    const roots = new Set(this.options.roots());
    for (const [root, gone] of this.watched) {
      if (roots.has(root)) continue;
      gone.abort();
      this.watched.delete(root);
    }
    for (const root of roots) if (!this.watched.has(root)) this.watch(root);
  }

  dispose(): void {
    for (const gone of this.watched.values()) gone.abort();
    this.watched.clear();
  }

  private watch(root: string): void {
    const gone = new AbortController();
    this.watched.set(root, gone);
    this.options.locate(root).then(
      (location) => {
        if (gone.signal.aborted) return;
        const watcher = watchRuns(location, () => this.options.onDidFinish(root));
        gone.signal.addEventListener('abort', () => watcher.dispose());
      },
      () => undefined, // Refused: a search says why.
    );
  }
}
