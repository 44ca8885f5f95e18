import path from 'node:path';
import type { AnalyzeRequest } from '../core/run/analyzeRequest';
import type { DatasetConfig } from '../core/run/config/configOptions';
import {
  FILTER_OPTION,
  FORMAT_OPTION,
  readScanOptions,
  SCAN_OPTIONS,
  withAbsoluteFiles,
} from '../core/run/scanOptions';
import type { CommandIo } from './commandIo';
import { refuseFlags, type Flags } from './flags';
import { labelsFlags } from './config/labelsFlags';
import { storeFlags } from './storeFlags';

/** What is to be searched and how, by the flags and else by the configuration. @throws AppError `bad-usage`. */
export function scanRequest(
  { root, flags, config }: { readonly root: string; readonly flags: Flags; readonly config: DatasetConfig },
  io: CommandIo,
): AnalyzeRequest {
  return {
    root,
    ...formOf(flags, config),
    retrain: flags.has('retrain'),
    ...storeFlags(flags, io),
    options: withAbsoluteFiles(
      readScanOptions((name) => flags.option(SCAN_OPTIONS[name], config[name])),
      (file) => path.resolve(file),
    ),
    filterBy: flags.option(FILTER_OPTION, config.filterBy),
  };
}

/** The table of labels, or else the form of the dataset. @throws AppError `bad-usage` for flags that name both. */
function formOf(flags: Flags, config: DatasetConfig): Pick<AnalyzeRequest, 'labels' | 'format'> {
  const given = flags.option(FORMAT_OPTION);
  if (flags.text('labels') !== undefined && given !== 'csv') refuseFlags(flags, ['format'], BESIDE_LABELS);
  const isOther = given !== 'auto' && given !== 'csv';
  const labels = labelsFlags(flags, isOther ? {} : config);
  if (labels !== undefined) return { labels };
  const format = flags.option(FORMAT_OPTION, config.format);
  return format === 'auto' ? {} : { format };
}

const BESIDE_LABELS = 'has no place beside --labels, whose form is a table';
