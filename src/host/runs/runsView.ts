import { l10n, window, workspace } from 'vscode';
import { RUNS_VIEW } from '../../core/names';
import { atMostEvery } from '../../review/atMostEvery';
import type { Datasets } from '../datasets';
import type { Disposable } from '../../review/emitter';
import type { KnownRoots } from '../knownRoots';
import type { Log } from '../log';
import { WORDING } from '../wording';
import { RunsTree } from './runsTree';
import { RunWatchers } from './watchRuns';

export interface RunsViewOptions {
  readonly datasets: Datasets;
  readonly knownRoots: KnownRoots;
  readonly log: Log;
  readonly onDidShow: () => void;
  /** Looks whether another process has made a run. */
  readonly lookForRuns: (root: string) => void;
}

const BADGE_INTERVAL_MS = 500;

/** The Runs view, with the number of suspects that are left on its icon, also before the view is first opened. */
export function createRunsView({
  datasets,
  knownRoots,
  log,
  onDidShow,
  lookForRuns,
}: RunsViewOptions): Disposable[] {
  const tree = new RunsTree(datasets, knownRoots);
  const view = window.createTreeView(RUNS_VIEW, { treeDataProvider: tree, showCollapseAll: true });
  const watchers = new RunWatchers({
    roots: () => tree.candidates,
    locate: (root) => datasets.locate(root),
    onDidFinish: lookForRuns,
  });
  const badge = atMostEvery(BADGE_INTERVAL_MS, () => {
    tree.unreviewed().then(
      (value) => {
        const tooltip =
          value === 1
            ? l10n.t('1 suspect to review')
            : l10n.t('{0} suspects to review', WORDING.numbers.count(value));
        view.badge = value === 0 ? undefined : { value, tooltip };
      },
      (error: unknown) => log.error('The suspects to review could not be counted:', error),
    );
  });
  const sayWhatTrustAllows = () => {
    tree.hasDatasets().then(
      (hasDatasets) => {
        // An empty view has a welcome that says so.
        view.message = workspace.isTrusted || !hasDatasets ? undefined : restrictedMessage();
      },
      (error: unknown) => log.error('The datasets could not be listed:', error),
    );
  };
  const refresh = () => {
    tree.refresh();
    badge.ask();
    sayWhatTrustAllows();
    watchers.refresh();
  };
  badge.ask();
  sayWhatTrustAllows();
  return [
    tree,
    view,
    watchers,
    badge,
    view.onDidChangeVisibility(({ visible }) => {
      if (!visible) return;
      badge.ask();
      onDidShow();
      // Not every file system tells what other programs do.
      for (const root of tree.candidates) lookForRuns(root);
    }),
    datasets.onDidChangeRuns(refresh),
    datasets.onDidChangeReview(() => badge.ask()),
    knownRoots.onDidChange(refresh),
    workspace.onDidChangeWorkspaceFolders(refresh),
    workspace.onDidGrantWorkspaceTrust(sayWhatTrustAllows),
  ];
}

const restrictedMessage = () =>
  l10n.t(
    'Restricted Mode: you can review and export what was found. To find wrong labels, trust the folder first.',
  );
