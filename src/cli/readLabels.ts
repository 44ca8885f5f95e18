import { readFile } from 'node:fs/promises';
import { AppError } from '../core/appError';
import { decodeNpyLabels } from '../core/npy';
import { detectColumns, isLabelColumnName } from '../dataset/labels/labelColumns';
import { openTable, refuseLonger, tableRecords, type Table, type TableKind } from '../files/table';
import { message } from '../core/words/message';

const LABELS: TableKind = { code: 'bad-labels', noun: message('noun-label-file'), row: message('row-label') };

/** Reads labels, one per example, as text: class names, or class indices as digits. @throws AppError `bad-labels`. */
export async function readLabels(file: string, labelColumn?: string): Promise<string[]> {
  if (!file.toLowerCase().endsWith('.npy')) return readTable(file, labelColumn);
  try {
    return Array.from(decodeNpyLabels(await readFile(file), file), String);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('bad-labels', `Cannot read ${file}: ${message}.`, { cause });
  }
}

async function readTable(file: string, labelColumn: string | undefined): Promise<string[]> {
  const table = await openTable(file, LABELS);
  const { columns, index, hasHeader } = findLabels(table, labelColumn);
  const labels: string[] = [];
  let isHeader = hasHeader;
  for await (const { records } of tableRecords(table))
    for (const record of records) {
      refuseLonger(table, record, columns);
      if (!isHeader) labels.push(record.cells[index] ?? '');
      isHeader = false;
    }
  if (labels.length === 0) throw new AppError('bad-labels', `${file} holds no labels.`);
  return labels;
}

/** The column of labels: as in a table of paths and labels, or the only one, which may do without a header. */
function findLabels(table: Table, wanted: string | undefined) {
  const { columns, hasHeader, labelColumn } = detectColumns(table);
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
  return { columns: columns.length, index, hasHeader: hasHeader && isNamed };
}
