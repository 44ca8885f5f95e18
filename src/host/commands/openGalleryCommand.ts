import { l10n } from 'vscode';
import { COMMANDS } from '../../core/names';
import { folderArgument, openGalleryArgument } from './commandArguments';
import { pickDataset } from './datasetPicker';
import type { Services } from '../services';

/** *Open Gallery*: `(folder?, {query?, view?}?)`. */
export async function openGalleryCommand(
  services: Services,
  folder?: unknown,
  scripted?: unknown,
): Promise<void> {
  const root =
    folderArgument(COMMANDS.openGallery, folder) ??
    (await pickDataset(services, l10n.t('Open the gallery of which dataset?')));
  if (root === undefined) return;
  await services.galleries.open(root, { view: openGalleryArgument(COMMANDS.openGallery, scripted) });
}
