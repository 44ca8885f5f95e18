import { l10n } from 'vscode';
import { AppError } from '../../core/appError';
import { COMMANDS } from '../../core/names';
import type { RunSummary } from '../../core/run/run';
import type { Services } from '../services';
import { WORDING } from '../wording';
import { folderArgument } from './commandArguments';
import { pickDataset } from './datasetPicker';
import { retrainRequest } from './retraining';
import type { RunOutcome } from './runAndShow';

/**
 * *Update Order by Your Decisions*: `(folder?)`. The head of the newest run is trained anew from the decisions, in the
 * background, and the gallery takes the new run over where the reviewer is. Where that cannot be, the gallery is told why, and
 * sorts by the decisions alone.
 */
export async function updateOrderCommand(services: Services, folder?: unknown): Promise<RunOutcome> {
  const { datasets, galleries, log } = services;
  const root =
    folderArgument(COMMANDS.updateOrder, folder) ??
    galleries.active?.root ??
    (await pickDataset(services, l10n.t('Update the order of which dataset?')));
  if (root === undefined) return { status: 'cancelled' };
  const run = (await datasets.get(root)).session?.run;
  const learned = await learn(services, root, run);
  if ('why' in learned) {
    log.info(`The order of ${root} was not learnt anew: ${learned.why}`);
    const message = l10n.t('The order follows your decisions, but was not learnt anew. {0}', learned.why);
    galleries.post(root, { type: 'orderNotLearned', message });
    return { status: 'cancelled' };
  }
  if (learned.status === 'cancelled') {
    const message = l10n.t('Cancelled; the order stays as it was.');
    galleries.post(root, { type: 'runEnded', status: 'cancelled', message });
    return learned;
  }
  await galleries.showNewRun(root, 'orderLearned');
  return learned;
}

/** Trains the head; where it cannot be trained, says why. */
async function learn(
  services: Services,
  root: string,
  run: RunSummary | undefined,
): Promise<RunOutcome | { readonly why: string }> {
  const { galleries, log, runs } = services;
  if (run?.opinions?.encoder === undefined)
    return { why: l10n.t('This takes a run in which an image encoder has an opinion.') };
  try {
    // The gallery is open, and stays as it is until the run is done.
    return await runs.run({ ...(await retrainRequest(services, root, run)), onImagesFound: () => undefined });
  } catch (error) {
    // Of a run that is going on the progress goes on, too.
    if (runs.state.status === 'idle') galleries.post(root, { type: 'progress', progress: null });
    if (error instanceof AppError) return { why: error.inWords(WORDING) };
    log.error('The order could not be learnt anew:', error);
    return { why: l10n.t('The log has the details.') };
  }
}
