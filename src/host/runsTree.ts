import { describeComparison } from '../core/compareSuspects';
import { describeNoise } from '../core/describeNoise';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import {
  EventEmitter,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  workspace,
  type TreeDataProvider,
} from 'vscode';
import { suspectsByClass } from '../core/galleryView';
import { COMMANDS } from '../core/names';
import type { RunSummary } from '../core/run';
import { formatSuspectQuery } from '../core/suspectQuery';
import { readResults } from '../store/runs';
import type { Datasets } from './datasets';
import type { KnownRoots } from './knownRoots';

/** What the Runs view lists: datasets, their runs, and per run the classes with suspects. */
export type RunsNode =
  | { readonly kind: 'dataset'; readonly uri: Uri }
  | { readonly kind: 'run'; readonly uri: Uri; readonly run: RunSummary; readonly isNewest: boolean }
  | {
      readonly kind: 'class';
      readonly uri: Uri;
      readonly name: string;
      readonly suspects: number;
      /** The gallery shows the newest run only. */
      readonly isNewest: boolean;
    };

/** How many runs of a dataset are listed. */
const LISTED_RUNS = 10;

/** Data of the Runs view. Nothing is read before the view is looked at. */
export class RunsTree implements TreeDataProvider<RunsNode> {
  private readonly datasets: Datasets;
  private readonly knownRoots: KnownRoots;
  private readonly emitter = new EventEmitter<undefined>();
  private readonly classCounts = new Map<string, Promise<ReadonlyMap<string, number>>>();

  readonly onDidChangeTreeData = this.emitter.event;

  constructor(datasets: Datasets, knownRoots: KnownRoots) {
    this.datasets = datasets;
    this.knownRoots = knownRoots;
  }

  refresh(): void {
    this.emitter.fire(undefined);
  }

  dispose(): void {
    this.emitter.dispose();
  }

  getTreeItem(node: RunsNode): TreeItem {
    switch (node.kind) {
      case 'dataset':
        return datasetItem(node.uri);
      case 'run':
        return runItem(node);
      case 'class':
        return classItem(node);
    }
  }

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    if (node === undefined) return this.datasetNodes();
    if (node.kind === 'dataset') return this.runNodes(node.uri);
    return node.kind === 'run' ? this.classNodes(node) : [];
  }

  private async datasetNodes(): Promise<RunsNode[]> {
    const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const roots = new Set([...folders.map(({ uri }) => uri.fsPath), ...this.knownRoots.list]);
    const nodes: RunsNode[] = [];
    for (const root of roots) {
      const { folder } = await this.datasets.locate(root);
      const isThere = await stat(folder).then(
        () => true,
        () => false, // Never searched, or gone since.
      );
      if (isThere) nodes.push({ kind: 'dataset', uri: Uri.file(root) });
    }
    return nodes;
  }

  private async runNodes(uri: Uri): Promise<RunsNode[]> {
    const { runs } = await this.datasets.get(uri.fsPath);
    return runs
      .slice(0, LISTED_RUNS)
      .map((run, index): RunsNode => ({ kind: 'run', uri, run, isNewest: index === 0 }));
  }

  private async classNodes({ uri, run, isNewest }: RunsNode & { readonly kind: 'run' }): Promise<RunsNode[]> {
    const counts = await this.countsOf(uri.fsPath, run.id);
    return [...counts]
      .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
      .map(([name, suspects]): RunsNode => ({ kind: 'class', uri, name, suspects, isNewest }));
  }

  private countsOf(root: string, runId: string): Promise<ReadonlyMap<string, number>> {
    const key = `${runId} ${root}`;
    let counts = this.classCounts.get(key);
    if (counts === undefined) {
      counts = this.countSuspects(root, runId);
      this.classCounts.set(key, counts);
      // A run that cannot be read now is tried again when it is next opened.
      counts.catch(() => this.classCounts.delete(key));
    }
    return counts;
  }

  private async countSuspects(root: string, runId: string): Promise<ReadonlyMap<string, number>> {
    const { session, location } = await this.datasets.get(root);
    const results = session?.run.id === runId ? session.results : await readResults(location, runId);
    return suspectsByClass(results.filter((row) => row.isLabelIssue));
  }
}

function datasetItem(uri: Uri): TreeItem {
  const item = new TreeItem(path.basename(uri.fsPath), TreeItemCollapsibleState.Expanded);
  item.id = uri.toString();
  item.contextValue = 'dataset';
  item.iconPath = new ThemeIcon('file-directory');
  item.tooltip = uri.fsPath;
  return item;
}

function runItem({ uri, run, isNewest }: RunsNode & { readonly kind: 'run' }): TreeItem {
  const state = isNewest ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
  const item = new TreeItem(new Date(run.createdAt).toLocaleString(), state);
  item.id = `${uri.toString()} ${run.id}`;
  item.contextValue = isNewest ? 'newestRun' : 'run';
  item.iconPath = new ThemeIcon('history');
  item.description = suspectCount(run.suspects);
  item.tooltip = [
    `${suspectCount(run.suspects)} in ${run.images} images of ${run.classes.length} classes`,
    ...(run.noise === undefined ? [] : describeNoise(run.noise)),
    ...(run.comparison === undefined ? [] : [describeComparison(run.comparison)]),
    ...describeOrigin(run),
    ...run.warnings,
  ].join('\n');
  return item;
}

/** What judged the images. */
function describeOrigin(run: RunSummary): readonly string[] {
  if (run.predictions !== undefined) return [`Predictions of ${run.predictions.file}`];
  const { plan, backend, seconds } = run;
  return [
    `${plan.preset} preset, ${plan.loss.name} loss, ${plan.models} ${plan.models === 1 ? 'model' : 'models'}, ${plan.epochs} epochs`,
    `${Math.round(seconds.total)} s with ${backend.name} (${backend.reason})`,
  ];
}

function classItem({ uri, name, suspects, isNewest }: RunsNode & { readonly kind: 'class' }): TreeItem {
  const item = new TreeItem(name, TreeItemCollapsibleState.None);
  item.contextValue = 'class';
  item.iconPath = new ThemeIcon('tag');
  item.description = suspectCount(suspects);
  if (isNewest)
    item.command = {
      command: COMMANDS.openGallery,
      title: 'Open Gallery',
      arguments: [uri, { query: formatSuspectQuery([{ name: 'class', value: name, isNegated: false }]) }],
    };
  return item;
}

const suspectCount = (count: number) => (count === 1 ? '1 suspect' : `${count} suspects`);
