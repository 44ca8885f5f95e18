import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { Memento } from 'vscode';
import type { FoundDataset } from './findDataset';

/** In the workspace's state: folders that have been offered. */
const OFFERED_KEY = 'offered';
/** In the state of all windows: the user wants no offers. */
const SILENT_KEY = 'offersNothing';

export interface OfferOptions {
  /** Local folders of the workspace. */
  readonly roots: () => readonly string[];
  readonly isTrusted: () => boolean;
  readonly isSearched: (root: string) => Promise<boolean>;
  readonly findDataset: (root: string) => Promise<FoundDataset | undefined>;
  /** Resolves to the button that was pressed. */
  readonly show: (text: string, ...buttons: string[]) => Thenable<string | undefined>;
  readonly search: (root: string) => void;
  readonly workspaceState: Memento;
  readonly globalState: Memento;
}

/**
 * Offers to search a dataset that was found in the workspace, one at a time and each once: whether it is taken, dismissed or
 * ignored. Resolves to the folder that was offered.
 */
export async function offerDataset(options: OfferOptions): Promise<string | undefined> {
  const { workspaceState, globalState } = options;
  if (!options.isTrusted() || globalState.get(SILENT_KEY) === true) return undefined;
  const offered = v.safeParse(v.array(v.string()), workspaceState.get(OFFERED_KEY));
  const before = offered.success ? offered.output : [];
  for (const root of options.roots()) {
    if (before.includes(root) || (await options.isSearched(root))) continue;
    const found = await options.findDataset(root);
    if (found === undefined) continue;
    await workspaceState.update(OFFERED_KEY, [...before, root]);
    void ask(options, root, found);
    return root;
  }
  return undefined;
}

async function ask(options: OfferOptions, root: string, found: FoundDataset): Promise<void> {
  const search = l10n.t('Find Wrong Labels…');
  const never = l10n.t("Don't Ask Again");
  const pressed = await options.show(offerText(root, found), search, never);
  if (pressed === search) options.search(root);
  if (pressed === never) await options.globalState.update(SILENT_KEY, true);
}

function offerText(root: string, found: FoundDataset): string {
  const name = path.basename(root);
  return found.kind === 'folders'
    ? l10n.t('{0} looks like a labelled image dataset of {1} classes.', name, found.classes)
    : l10n.t('{0} looks like an image dataset, with its labels in {1}.', name, found.name);
}
