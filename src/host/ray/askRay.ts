import path from 'node:path';
import { l10n, window, type InputBoxOptions } from 'vscode';
import { AppError } from '../../core/appError';
import { PROGRAM } from '../../core/names';
import { insideOf } from '../../files/insideOf';
import { readClusterAddress } from '../../ray/clusterAddress';
import { WORDING } from '../wording';
import type { RayAnswers } from './rayMemory';

/** Asks where and how, with what was answered before. Undefined when the user backs out. */
export async function askRay(root: string, before: Partial<RayAnswers>): Promise<RayAnswers | undefined> {
  const address = await ask({
    title: l10n.t('Find Wrong Labels on Ray (1 of 3)'),
    prompt: l10n.t("The address of the cluster's dashboard, such as http://head:8265"),
    value: before.address,
    validateInput: refuseAddress,
  });
  if (address === undefined) return undefined;
  const folder = await ask({
    title: l10n.t('Find Wrong Labels on Ray (2 of 3)'),
    prompt: l10n.t(
      'The job folder, new or empty. All machines must see it, and the dataset, under the same path.',
    ),
    value: before.folder ?? `${root}-job`,
    validateInput: (written) => refuseFolder(root, written.trim()),
  });
  if (folder === undefined) return undefined;
  const program = await ask({
    title: l10n.t('Find Wrong Labels on Ray (3 of 3)'),
    prompt: l10n.t('How the nodes run Label Review, such as "node /shared/label-review/dist/cli.js"'),
    value: before.program ?? PROGRAM,
  });
  if (program === undefined) return undefined;
  return { address, folder, ...(program !== '' && program !== PROGRAM && { program }) };
}

const ask = async (options: Omit<InputBoxOptions, 'ignoreFocusOut'>): Promise<string | undefined> =>
  (await window.showInputBox({ ...options, ignoreFocusOut: true }))?.trim();

function refuseAddress(written: string): string | undefined {
  try {
    readClusterAddress(written);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.inWords(WORDING);
    throw error;
  }
}

function refuseFolder(root: string, written: string): string | undefined {
  if (!path.isAbsolute(written)) return l10n.t('Name a whole path.');
  if (insideOf(root, written) === undefined && insideOf(written, root) === undefined) return undefined;
  return l10n.t('Name a folder outside of the dataset.');
}
