import path from 'node:path';
import { FORMAT_NAMES, type FormatName } from '../core/dataset/formats/formatNames';
import type { AnalyzeRequest } from '../core/run/analyzeRequest';
import { choose } from './optionError';

/** A table that says which label each image has. */
export interface LabelsTable {
  /** A CSV or TSV with a header: absolute, or relative to the working directory. */
  readonly file: string;
  /** The column of image paths; found out by default. */
  readonly pathColumn?: string;
  /** The column of labels; found out by default. */
  readonly labelColumn?: string;
}

/** Where the labels of a dataset are. */
export interface DatasetOptions {
  /** The labels, where a table has them; by default they are in the form that the folder has, such as a subfolder per class. */
  readonly labels?: LabelsTable;
  /** The form that the folder has, as `--format` of the command line names it; found out by default. */
  readonly format?: FormatName;
}

/** The part of a request that says which dataset is meant. @throws AppError `bad-setting`. */
export function datasetRequest(
  folder: string,
  { labels, format }: DatasetOptions,
): Pick<AnalyzeRequest, 'root' | 'labels' | 'format'> {
  return {
    root: path.resolve(folder),
    labels: labels && { ...labels, file: path.resolve(labels.file) },
    format: format && choose('format', format, { choices: FORMAT_NAMES, byDefault: format }),
  };
}
