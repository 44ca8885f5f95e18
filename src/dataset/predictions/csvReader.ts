import { AppError } from '../../core/appError';
import { openTable, refuseRagged, tableRecords, type TableKind } from '../../files/table';
import { readCsvLayout, type CsvLayout, type LayoutRequest } from './csvLayout';
import { BLOCK_NUMBERS, type PredictionsReader, type RowBlock } from './predictionsReader';
import { message, type Message } from '../../core/words/message';

const PREDICTIONS_TABLE: TableKind = {
  code: 'bad-predictions',
  noun: message('noun-predictions-file'),
  row: message('row-probabilities'),
};

/**
 * Opens a CSV of probabilities, with or without a header and a column of image paths.
 * @throws AppError `bad-predictions`.
 */
export async function openCsvPredictions(file: string, request: LayoutRequest): Promise<PredictionsReader> {
  const layout = readCsvLayout(await openTable(file, PREDICTIONS_TABLE), request);
  const lines = new RowLines();
  return {
    file,
    columns: layout.classIndices.length,
    columnNames: layout.columnNames,
    leftOut: layout.leftOut,
    hasPaths: layout.pathIndex !== undefined,
    isDouble: true,
    nameRow: (row) => message('line-number', { line: `${lines.lineOf(row)}` }),
    nameColumn: (column) => nameCell(layout, layout.classIndices[column]!),
    blocks: (signal) => readBlocks(layout, lines, signal),
  };
}

/** Where rows begin: mostly one line after the other, so only the others take memory. */
class RowLines {
  private readonly shifts: { readonly row: number; readonly shift: number }[] = [];

  add(row: number, line: number): void {
    if (line - row !== this.shifts.at(-1)?.shift) this.shifts.push({ row, shift: line - row });
  }

  lineOf(row: number): number {
    return row + (this.shifts.findLast((shift) => shift.row <= row)?.shift ?? 1);
  }
}

async function* readBlocks(
  layout: CsvLayout,
  lines: RowLines,
  signal: AbortSignal,
): AsyncGenerator<RowBlock, void> {
  const { table, classIndices, pathIndex } = layout;
  const columns = classIndices.length;
  const blockRows = Math.max(1, Math.floor(BLOCK_NUMBERS / Math.max(columns, 1)));
  let values: number[] = [];
  let paths: string[] = [];
  let row = 0;
  const takeBlock = (done01: number): RowBlock => {
    const data = Float64Array.from(values);
    const rows = columns === 0 ? 0 : data.length / columns;
    const block = { firstRow: row - rows, rows, data, done01 };
    const withPaths = pathIndex === undefined ? block : { ...block, paths };
    [values, paths] = [[], []];
    return withPaths;
  };
  let isHeader = layout.hasHeader;
  for await (const { records, done01 } of tableRecords(table, signal))
    for (const record of records) {
      const { line, cells } = record;
      if (isHeader) {
        isHeader = false;
        continue;
      }
      refuseRagged(table, record, layout.cells);
      lines.add(row, line);
      for (const index of classIndices) values.push(toNumber(layout, { line, index, cell: cells[index]! }));
      if (pathIndex !== undefined) paths.push(cells[pathIndex]!);
      row++;
      if (row % blockRows === 0) yield takeBlock(done01);
    }
  if (values.length > 0) yield takeBlock(1);
}

interface Cell {
  readonly line: number;
  readonly index: number;
  readonly cell: string;
}

function toNumber(layout: CsvLayout, { line, index, cell }: Cell): number {
  const value = cell === '' ? Number.NaN : Number(cell);
  if (!Number.isNaN(value)) return value;
  throw new AppError(
    'bad-predictions',
    message('predictions-bad-row', {
      file: layout.table.file,
      row: message('line-number', { line: `${line}` }),
      problem: notANumber(nameCell(layout, index), cell),
    }),
  );
}

/** All cells are counted, paths too, and from 1 as lines are. */
const nameCell = ({ table, hasHeader }: CsvLayout, index: number): string =>
  hasHeader ? `"${table.head[0]!.cells[index]}"` : `${index + 1}`;

function notANumber(column: string, cell: string): Message {
  if (/^[+-]?\d+,\d*$/u.test(cell)) return message('decimal-comma', { column, value: cell });
  if (/^[\d.,]+\s*%$/u.test(cell)) return message('percent-cell', { column, value: cell });
  return message('no-number', { column, value: cell === '' ? message('empty-cell') : `"${cell}"` });
}
