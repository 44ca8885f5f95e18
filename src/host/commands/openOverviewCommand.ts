import { l10n } from 'vscode';
import { COMMANDS } from '../../core/names';
import { folderArgument, openOverviewArgument, runOfNode } from './commandArguments';
import { pickDataset } from './datasetPicker';
import type { Services } from '../services';

/** *Open Overview*: `(folder?, {runId?}?)`; a run of the tree view names its own. */
export async function openOverviewCommand(
  services: Services,
  folder?: unknown,
  scripted?: unknown,
): Promise<void> {
  const root =
    folderArgument(COMMANDS.openOverview, folder) ??
    (await pickDataset(services, l10n.t('Show the overview of which dataset?')));
  if (root === undefined) return;
  const runId = openOverviewArgument(COMMANDS.openOverview, scripted)?.runId ?? runOfNode(folder);
  await services.overviews.open(root, runId ?? null);
}
