import type { RunSummary } from '../../core/run/run';
import type { ChosenLabels, RunRequest } from '../runs/runController';
import type { Services } from '../services';
import { createRunRequest } from './runAndShow';

/** A run that goes on from another one, with the labels that it had. */
export const retrainRequest = async (
  services: Services,
  root: string,
  run: RunSummary,
): Promise<RunRequest> => ({
  ...(await createRunRequest(services, root, { filterBy: run.filterBy })),
  chooseLabels: labelsOf(run),
  retrain: true,
});

function labelsOf({ labelSource }: RunSummary): ChosenLabels {
  switch (labelSource.kind) {
    case 'folders':
      return { format: 'folders' };
    case 'annotations':
      return { format: labelSource.format };
    case 'csv': {
      const { file, pathColumn, labelColumn } = labelSource;
      return { labels: { file, pathColumn, labelColumn } };
    }
  }
}
