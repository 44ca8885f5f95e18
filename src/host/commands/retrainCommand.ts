import { l10n } from 'vscode';
import { AppError } from '../../core/appError';
import { COMMANDS } from '../../core/names';
import { folderArgument } from './commandArguments';
import { pickDataset } from './datasetPicker';
import { retrainRequest } from './retraining';
import { searchAndShow, type RunOutcome } from './runAndShow';
import type { Services } from '../services';

/**
 * *Retrain with Corrections*: `(folder?)`. The models of the newest run learn from the decisions of the review and from
 * new images, with the labels that it had: a network goes on learning, and a head is trained anew, in seconds.
 */
export async function retrainCommand(services: Services, folder?: unknown): Promise<RunOutcome> {
  const root =
    folderArgument(COMMANDS.retrain, folder) ??
    (await pickDataset(services, l10n.t('Retrain with the corrections of which dataset?')));
  if (root === undefined) return { status: 'cancelled' };
  const run = (await services.datasets.get(root)).runs.find(({ plan }) => plan !== undefined);
  if (run === undefined)
    throw new AppError(
      'no-run',
      l10n.t('{0} has no run that could be retrained; run "Find Wrong Labels…" first.', root),
    );
  services.log.info(`Retraining with the corrections in ${root}`);
  return searchAndShow(services, await retrainRequest(services, root, run));
}
