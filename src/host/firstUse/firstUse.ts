import { stat } from 'node:fs/promises';
import { commands, ExtensionMode, window, workspace, type Disposable, type ExtensionContext } from 'vscode';
import { COMMANDS, WALKTHROUGH_VARIABLE } from '../../core/names';
import { workspaceRoots } from '../commands/datasetPicker';
import type { Datasets } from '../datasets';
import { literal } from '../literal';
import type { Log } from '../log';
import { findDataset } from './findDataset';
import { offerDataset } from './offerDataset';
import { showWalkthrough, showWalkthroughOnce } from './walkthrough';

export interface FirstUseOptions {
  readonly context: Pick<ExtensionContext, 'extensionMode' | 'workspaceState' | 'globalState'>;
  readonly datasets: Pick<Datasets, 'locate'>;
  readonly log: Log;
}

/** What somebody who has just installed the extension is shown: how it goes, and the dataset that is in front of them. */
export interface FirstUse {
  /** The view of ours is looked at. */
  readonly viewShown: () => void;
  readonly disposables: readonly Disposable[];
}

export function createFirstUse({ context, datasets, log }: FirstUseOptions): FirstUse {
  const { workspaceState, globalState, extensionMode } = context;
  // Suites and benches start in windows that nobody has used before.
  if (extensionMode === ExtensionMode.Test) return { viewShown: () => undefined, disposables: [] };
  const failed = (error: unknown) => log.error('The first steps could not be shown:', error);
  const viewShown = () => void showWalkthroughOnce(globalState).catch(failed);
  const offer = () =>
    void offerDataset({
      roots: workspaceRoots,
      isTrusted: () => workspace.isTrusted,
      isSearched: (root) => isSearched(datasets, root),
      findDataset,
      show: (text, ...buttons) => window.showInformationMessage(literal(text), ...buttons),
      search: (root) => void commands.executeCommand(COMMANDS.scan, root),
      workspaceState,
      globalState,
    }).catch(failed);
  if (process.env[WALKTHROUGH_VARIABLE] !== undefined) showWalkthrough(globalState).catch(failed);
  offer();
  return {
    viewShown,
    disposables: [workspace.onDidGrantWorkspaceTrust(offer), workspace.onDidChangeWorkspaceFolders(offer)],
  };
}

async function isSearched(datasets: Pick<Datasets, 'locate'>, root: string): Promise<boolean> {
  const { folder } = await datasets.locate(root);
  return stat(folder).then(
    () => true,
    () => false, // never searched
  );
}
