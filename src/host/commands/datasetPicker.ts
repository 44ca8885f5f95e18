import path from 'node:path';
import { l10n, window, workspace, type QuickPickItem } from 'vscode';
import { literal } from '../literal';
import type { Services } from '../services';

interface FolderItem extends QuickPickItem {
  /** Absent: choose in a dialog. */
  readonly root?: string;
}

/** The folder to search: the only workspace folder, or what the user picks; undefined when they pick nothing. */
export async function pickFolderToScan(): Promise<string | undefined> {
  const roots = workspaceRoots();
  if (roots.length === 0) return openFolderDialog();
  if (roots.length === 1) return roots[0];
  const items: FolderItem[] = [...roots.map(rootItem), { label: l10n.t('Other folder…') }];
  const picked = await window.showQuickPick(items, { title: l10n.t('Find wrong labels in which folder?') });
  return picked === undefined ? undefined : (picked.root ?? openFolderDialog());
}

/** Another folder than `current`, of the workspace, of those that were searched before, or any. */
export async function pickAnotherFolder(
  current: string,
  searched: readonly string[],
): Promise<string | undefined> {
  const roots = new Set([...workspaceRoots(), ...searched]);
  roots.delete(current);
  if (roots.size === 0) return openFolderDialog();
  const items: FolderItem[] = [...[...roots].map(rootItem), { label: l10n.t('Other folder…') }];
  const picked = await window.showQuickPick(items, { title: l10n.t('Find wrong labels in which folder?') });
  return picked === undefined ? undefined : (picked.root ?? openFolderDialog());
}

/** The dataset to show or export: the gallery or overview in front, the only one there is, or what the user picks. */
export async function pickDataset(
  { galleries, overviews, knownRoots }: Pick<Services, 'galleries' | 'overviews' | 'knownRoots'>,
  title: string,
): Promise<string | undefined> {
  const active = galleries.active?.root ?? overviews.active?.root;
  if (active !== undefined) return active;
  const known = knownRoots.list;
  const roots = known.length > 0 ? known : workspaceRoots();
  if (roots.length === 1) return roots[0];
  if (roots.length === 0) return openFolderDialog();
  return (await window.showQuickPick(roots.map(rootItem), { title }))?.root;
}

export const workspaceRoots = (): readonly string[] =>
  (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);

const rootItem = (root: string) => ({
  label: literal(path.basename(root)),
  description: literal(root),
  root,
});

async function openFolderDialog(): Promise<string | undefined> {
  const picked = await window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: l10n.t('Choose image folder'),
  });
  return picked?.[0]?.fsPath;
}
