import path from 'node:path';
import type { LabelsRequest } from '../../core/run/analyzeRequest';
import type { DatasetConfig } from '../../core/run/config/configOptions';
import type { Flags } from '../flags';

/** The table of labels that is named by flags or in the configuration; the columns of either by flags. */
export function labelsFlags(
  flags: Flags,
  { labels }: Pick<DatasetConfig, 'labels'>,
): LabelsRequest | undefined {
  const named = flags.text('labels');
  const said: LabelsRequest | undefined = named === undefined ? labels : { file: path.resolve(named) };
  return (
    said && {
      file: said.file,
      pathColumn: flags.text('path-column') ?? said.pathColumn,
      labelColumn: flags.text('label-column') ?? said.labelColumn,
    }
  );
}
