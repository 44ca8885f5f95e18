import path from 'node:path';
import { l10n, Uri, window } from 'vscode';
import { COMMANDS } from '../../core/names';
import type { PredictionsRequest } from '../../core/run/analyzeRequest';
import { folderArgument, scoreArgument } from './commandArguments';
import { pickFolderToScan } from './datasetPicker';
import { createRunRequest, searchAndShow, type RunOutcome } from './runAndShow';
import type { RunRequest } from '../runs/runController';
import type { Services } from '../services';

/**
 * *Review Predictions of Your Own Model…*: `(folder?, {predictions: {file, orderFile?, …}, labels?, filterBy?}?)`; with a
 * second argument it asks nothing.
 */
export async function scoreCommand(
  services: Services,
  folder?: unknown,
  scripted?: unknown,
): Promise<RunOutcome> {
  const root = folderArgument(COMMANDS.score, folder) ?? (await pickFolderToScan());
  if (root === undefined) return { status: 'cancelled' };
  const argument = scoreArgument(COMMANDS.score, scripted);
  const predictions =
    argument === undefined ? await pickPredictions(root) : resolvePaths(root, argument.predictions);
  if (predictions === undefined) return { status: 'cancelled' };
  services.log.info(`Reviewing the predictions of ${predictions.file} in ${root}`);
  const { chooseLabels, ...request } = await createRunRequest(services, root, argument);
  return searchAndShow(services, {
    ...request,
    chooseLabels: withoutOwn(predictions, chooseLabels),
    predictions,
  });
}

/** A CSV of predictions beside the images looks like one of labels; it is not offered as such. */
function withoutOwn(
  { file, orderFile }: PredictionsRequest,
  chooseLabels: RunRequest['chooseLabels'],
): RunRequest['chooseLabels'] {
  if (typeof chooseLabels !== 'function') return chooseLabels;
  return (inspected, signal) => {
    const labelFiles = inspected.labelFiles.filter((each) => each.file !== file && each.file !== orderFile);
    return chooseLabels({ ...inspected, labelFiles }, signal);
  };
}

function resolvePaths(root: string, predictions: PredictionsRequest): PredictionsRequest {
  const { file, orderFile } = predictions;
  return {
    ...predictions,
    file: path.resolve(root, file),
    orderFile: orderFile === undefined ? undefined : path.resolve(root, orderFile),
  };
}

async function pickPredictions(root: string): Promise<PredictionsRequest | undefined> {
  const picked = await window.showOpenDialog({
    title: l10n.t('Choose the predictions of your model: one row per image, one column per class'),
    openLabel: l10n.t('Review Predictions'),
    defaultUri: Uri.file(root),
    filters: { Predictions: ['csv', 'npy', 'tsv'] },
  });
  const file = picked?.[0]?.fsPath;
  return file === undefined ? undefined : { file };
}
