import type { DatasetConfig } from '../../core/run/config/configOptions';
import type { ChosenLabels } from '../runs/runController';

/** The labels that a dataset's configuration names; undefined where it leaves them open. */
export function configuredLabels({ labels, format }: DatasetConfig): ChosenLabels | undefined {
  if (labels !== undefined) return { labels };
  return format === undefined || format === 'auto' ? undefined : { format };
}
