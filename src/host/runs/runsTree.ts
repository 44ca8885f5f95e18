import { describeComparison, describeNoise } from '../../core/words/describeFindings';
import path from 'node:path';
import {
  EventEmitter,
  l10n,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  workspace,
  type TreeDataProvider,
} from 'vscode';
import { compareCodeUnits } from '../../core/compareCodeUnits';
import { pairCounts, type SuspectPair } from '../../core/query/galleryView';
import { COMMANDS } from '../../core/names';
import { describeOpinions } from '../../core/words/describeOpinions';
import type { RunSummary } from '../../core/run/run';
import type { Datasets } from '../datasets';
import type { KnownRoots } from '../knownRoots';
import { literal } from '../literal';
import { SearchedRoots } from './searchedRoots';
import { pairQuery } from '../../review/pairQuery';
import { WORDING } from '../wording';
import { message, wordingFor, wordKept, wordMessage } from '../../core/words/message';
import { showUnseen } from '../../core/words/showUnseen';

/** What the Runs view lists: datasets, their runs, per run the classes with suspects, per class what these may be. */
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
      /** The pairs of this class, the most frequent first. */
      readonly pairs: readonly SuspectPair[];
    }
  | {
      readonly kind: 'pair';
      readonly uri: Uri;
      readonly pair: SuspectPair;
      readonly isNewest: boolean;
    };

/** How many runs of a dataset are listed. */
const LISTED_RUNS = 10;

/** Data of the Runs view. */
export class RunsTree implements TreeDataProvider<RunsNode> {
  private readonly datasets: Datasets;
  private readonly knownRoots: KnownRoots;
  private readonly roots: SearchedRoots;
  private readonly emitter = new EventEmitter<undefined>();
  private readonly pairCounts = new Map<string, Promise<readonly SuspectPair[]>>();

  readonly onDidChangeTreeData = this.emitter.event;

  constructor(datasets: Datasets, knownRoots: KnownRoots) {
    this.datasets = datasets;
    this.knownRoots = knownRoots;
    this.roots = new SearchedRoots({
      candidates: () => this.candidates,
      locate: (root) => datasets.locate(root),
    });
  }

  /** The folders that may have been searched. */
  get candidates(): readonly string[] {
    return [...localFolders(), ...this.knownRoots.list];
  }

  refresh(): void {
    this.roots.forget();
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
      case 'pair':
        return pairItem(node);
    }
  }

  /** The suspects that nobody has reviewed yet, over the datasets listed. */
  async unreviewed(): Promise<number> {
    let count = 0;
    for (const { uri } of await this.datasetNodes()) {
      const { session } = await this.datasets.get(uri.fsPath);
      if (session !== undefined) count += session.counts.suspects - session.counts.reviewed;
    }
    return count;
  }

  async hasDatasets(): Promise<boolean> {
    return (await this.roots.list()).length > 0;
  }

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    if (node === undefined) return this.datasetNodes();
    if (node.kind === 'dataset') return this.runNodes(node.uri);
    if (node.kind === 'run') return this.classNodes(node);
    return node.kind === 'class' ? pairNodes(node) : [];
  }

  private async datasetNodes(): Promise<(RunsNode & { readonly kind: 'dataset' })[]> {
    return (await this.roots.list()).map((root) => ({ kind: 'dataset', uri: Uri.file(root) }));
  }

  private async runNodes(uri: Uri): Promise<RunsNode[]> {
    const { runs } = await this.datasets.get(uri.fsPath);
    return runs
      .slice(0, LISTED_RUNS)
      .map((run, index): RunsNode => ({ kind: 'run', uri, run, isNewest: index === 0 }));
  }

  private async classNodes({ uri, run, isNewest }: RunsNode & { readonly kind: 'run' }): Promise<RunsNode[]> {
    const pairs = await this.pairsOf(uri.fsPath, run.id);
    const byClass = new Map<string, SuspectPair[]>();
    for (const pair of pairs) {
      const ofClass = byClass.get(pair.given);
      if (ofClass === undefined) byClass.set(pair.given, [pair]);
      else ofClass.push(pair);
    }
    return [...byClass]
      .map(([name, ofClass]): RunsNode & { readonly kind: 'class' } => ({
        kind: 'class',
        uri,
        name,
        suspects: ofClass.reduce((sum, { suspects }) => sum + suspects, 0),
        isNewest,
        pairs: ofClass,
      }))
      .sort((a, b) => b.suspects - a.suspects || compareCodeUnits(a.name, b.name));
  }

  private pairsOf(root: string, runId: string): Promise<readonly SuspectPair[]> {
    const key = `${runId} ${root}`;
    let pairs = this.pairCounts.get(key);
    if (pairs === undefined) {
      pairs = this.countPairs(root, runId);
      this.pairCounts.set(key, pairs);
      // A run that cannot be read now is tried again when it is next opened.
      pairs.catch(() => this.pairCounts.delete(key));
    }
    return pairs;
  }

  private async countPairs(root: string, runId: string): Promise<readonly SuspectPair[]> {
    const { session, runs, openRun } = await this.datasets.get(root);
    if (session?.run.id === runId) return session.pairs;
    const run = runs.find(({ id }) => id === runId);
    const { rows } = run === undefined ? { rows: [] } : await openRun(run).shown();
    return pairCounts(rows.filter((row) => row.isLabelIssue));
  }
}

const localFolders = () =>
  (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);

function datasetItem(uri: Uri): TreeItem {
  const item = new TreeItem(literal(path.basename(uri.fsPath)), TreeItemCollapsibleState.Expanded);
  item.id = uri.toString();
  item.contextValue = 'dataset';
  item.iconPath = new ThemeIcon('file-directory');
  item.tooltip = showUnseen(uri.fsPath);
  return item;
}

function runItem({ uri, run, isNewest }: RunsNode & { readonly kind: 'run' }): TreeItem {
  const state = isNewest ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
  const item = new TreeItem(WORDING.numbers.dateTime(new Date(run.createdAt)), state);
  item.id = `${uri.toString()} ${run.id}`;
  item.contextValue = isNewest ? 'newestRun' : 'run';
  item.iconPath = new ThemeIcon('history');
  item.description = suspectCount(run.suspects);
  const wording = wordingFor(run, WORDING);
  item.tooltip = [
    wordMessage(
      message('suspects-among', {
        suspects: run.suspects,
        things: message('things', { count: run.images }),
        classes: run.classes.length,
      }),
      wording,
    ),
    ...(run.noise === undefined ? [] : describeNoise(run.noise, wording)),
    ...(run.comparison === undefined ? [] : [describeComparison(run.comparison, wording)]),
    ...(run.opinions === undefined ? [] : describeOpinions(run.opinions, wording)),
    ...describeOrigin(run),
    ...run.warnings.map((warning) => wordKept(warning, wording)),
  ].join('\n');
  return item;
}

/** What judged the images. */
function describeOrigin(run: RunSummary): readonly string[] {
  if (run.predictions !== undefined) return [l10n.t('Predictions of {0}', showUnseen(run.predictions.file))];
  const { plan, backend, seconds } = run;
  return [
    plan.models === 1
      ? l10n.t('{0} preset, {1} loss, 1 model, {2} epochs', plan.preset, plan.loss.name, plan.epochs)
      : l10n.t(
          '{0} preset, {1} loss, {2} models, {3} epochs',
          plan.preset,
          plan.loss.name,
          plan.models,
          plan.epochs,
        ),
    l10n.t(
      '{0} with {1} ({2})',
      WORDING.numbers.duration(seconds.total),
      backend.name,
      wordKept(backend.reason, WORDING),
    ),
  ];
}

/** A class of many confusions lists the frequent ones; the overview has them all. */
const LISTED_PAIRS = 20;

const pairNodes = ({ uri, pairs, isNewest }: RunsNode & { readonly kind: 'class' }): RunsNode[] =>
  pairs.slice(0, LISTED_PAIRS).map((pair) => ({ kind: 'pair', uri, pair, isNewest }));

function classItem({ uri, name, suspects, isNewest }: RunsNode & { readonly kind: 'class' }): TreeItem {
  const item = new TreeItem(literal(name), TreeItemCollapsibleState.Collapsed);
  item.contextValue = 'class';
  item.iconPath = new ThemeIcon('tag');
  item.description = suspectCount(suspects);
  if (isNewest) item.command = openFiltered(uri, { given: name });
  return item;
}

function pairItem({ uri, pair, isNewest }: RunsNode & { readonly kind: 'pair' }): TreeItem {
  const { given, suggested, suspects } = pair;
  const item = new TreeItem(literal(`→ ${suggested}`), TreeItemCollapsibleState.None);
  item.contextValue = 'pair';
  item.description = suspectCount(suspects);
  item.tooltip = l10n.t(
    'Labelled {0}, suggested {1}: {2}',
    showUnseen(given),
    showUnseen(suggested),
    suspectCount(suspects),
  );
  item.accessibilityInformation = { label: item.tooltip };
  if (isNewest) item.command = openFiltered(uri, { given, suggested });
  return item;
}

const openFiltered = (uri: Uri, filter: Parameters<typeof pairQuery>[0]) => ({
  command: COMMANDS.openGallery,
  title: l10n.t('Open Gallery'),
  arguments: [uri, { query: pairQuery(filter) }],
});

const suspectCount = (count: number) =>
  count === 1 ? l10n.t('1 suspect') : l10n.t('{0} suspects', WORDING.numbers.count(count));
