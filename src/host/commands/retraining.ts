import { l10n, workspace } from 'vscode';
import { ENCODER_CHOICES } from '../../core/run/scanOptions';
import type { RunSummary } from '../../core/run/run';
import type { ChosenLabels, RunRequest } from '../runs/runController';
import type { Services } from '../services';
import { createRunRequest } from './runAndShow';

/** A run that goes on from another one, with the labels that it had. */
export const retrainRequest = (services: Services, root: string, run: RunSummary): RunRequest => ({
  ...createRunRequest(services, root, { filterBy: run.filterBy }),
  chooseLabels: labelsOf(run),
  retrain: true,
});

/** Why a run cannot be gone on from in this window, in words: the files of an untrusted folder could name any model. */
export function whyNotRetrained({ opinions }: RunSummary): string | undefined {
  const name = opinions?.encoder?.name;
  const isBuiltIn = ENCODER_CHOICES.some((choice) => choice === name);
  return workspace.isTrusted || name === undefined || isBuiltIn
    ? undefined
    : l10n.t('In Restricted Mode no encoder of your own is loaded; trust the folder to use {0}.', name);
}

function labelsOf({ labelSource }: RunSummary): ChosenLabels {
  if (labelSource.kind === 'folders') return {};
  const { file, pathColumn, labelColumn } = labelSource;
  return { labels: { file, pathColumn, labelColumn } };
}
