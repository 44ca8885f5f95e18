import { AppError } from '../core/appError';
import { decodeNpyLabels } from '../core/npy';
import { isMissingLabel } from '../core/dataset/missingLabel';
import { refuseJsonLabel } from '../dataset/labels/labelCells';
import { isLabelColumnName } from '../core/dataset/columnNames';
import { detectColumns } from '../dataset/labels/labelColumns';
import { readInput } from '../files/openInput';
import {
  openTable,
  refuseLonger,
  tableRecords,
  type Table,
  type TableKind,
  type TableRecord,
} from '../files/table';
import { message } from '../core/words/message';

const LABELS: TableKind = { code: 'bad-labels', noun: message('noun-label-file'), row: message('row-label') };

/** Labels as text, one per example: class names, or class indices as digits. */
export interface ReadLabels {
  readonly labels: readonly string[];
  /** Where the table says so: which image each is about, as written, and in which line. */
  readonly images?: readonly { readonly path: string; readonly line: number }[];
}

/** Reads labels from a table or a `.npy` file. @throws AppError `bad-labels`. */
export async function readLabels(file: string, labelColumn?: string): Promise<ReadLabels> {
  if (!file.toLowerCase().endsWith('.npy')) return readTable(file, labelColumn);
  try {
    const labels = decodeNpyLabels(await readInput(file), file);
    const row = labels.findIndex((label) => label < 0);
    if (row >= 0)
      throw new AppError(
        'bad-labels',
        message('npy-bad-label', { file, row: `${row}`, label: `${labels[row]!}` }),
      );
    return { labels: Array.from(labels, String) };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('bad-labels', `Cannot read ${file}: ${message}.`, { cause });
  }
}

async function readTable(file: string, labelColumn: string | undefined): Promise<ReadLabels> {
  const table = await openTable(file, LABELS);
  const { columns, index, pathIndex, hasHeader } = findLabels(table, labelColumn);
  const labels: string[] = [];
  const images: { path: string; line: number }[] = [];
  let isHeader = hasHeader;
  for await (const { records } of tableRecords(table))
    for (const record of records) {
      refuseLonger(table, record, columns);
      if (!isHeader) labels.push(labelOf(file, record, index));
      if (!isHeader && pathIndex >= 0)
        images.push({ path: record.cells[pathIndex] ?? '', line: record.line });
      isHeader = false;
    }
  if (labels.length === 0) throw new AppError('bad-labels', `${file} holds no labels.`);
  return { labels, ...(pathIndex >= 0 && { images }) };
}

/** @throws AppError for a row without one: rows are matched with those of the predictions by their order. */
function labelOf(file: string, { line, cells }: TableRecord, index: number): string {
  const label = cells[index] ?? '';
  if (isMissingLabel(label))
    throw new AppError('bad-labels', message('label-missing', { file, line: `${line}` }));
  refuseJsonLabel(file, line, label);
  return label;
}

/** The column of labels: as in a table of paths and labels, or the only one, which may do without a header. */
function findLabels(table: Table, wanted: string | undefined) {
  const { columns, hasHeader, labelColumn, pathColumn } = detectColumns(table);
  const only = columns.length === 1 ? columns[0] : undefined;
  const name = wanted ?? labelColumn ?? only;
  const index = name === undefined ? -1 : columns.indexOf(name);
  if (index < 0)
    throw new AppError(
      'bad-labels',
      name === undefined
        ? `Cannot tell which column of ${table.file} holds the labels (${columns.join(', ')}); choose it with --label-column.`
        : `${table.file} has no column "${name}"; its columns are: ${columns.join(', ')}.`,
    );
  const isNamed = wanted !== undefined || only === undefined || isLabelColumnName(only);
  const pathIndex = pathColumn === undefined ? -1 : columns.indexOf(pathColumn);
  return { columns: columns.length, index, pathIndex, hasHeader: hasHeader && isNamed };
}
