import { AppError } from '../../core/appError';
import { openTable, refuseRagged, tableRecords, type Table, type TableKind } from '../../files/table';
import { isImageFile } from '../imageFiles';
import { isPathColumnName } from '../labels/labelColumns';
import { BLOCK_NUMBERS, type PredictionsReader, type RowBlock } from './predictionsReader';
import { message } from '../../core/words/message';

const PREDICTIONS_TABLE: TableKind = {
  code: 'bad-predictions',
  noun: message('noun-predictions-file'),
  row: message('row-probabilities'),
};

interface CsvLayout {
  readonly table: Table;
  readonly hasHeader: boolean;
  readonly cells: number;
  readonly pathIndex: number | undefined;
  /** Cells that hold probabilities. */
  readonly classIndices: readonly number[];
  readonly columnNames?: readonly string[];
}

/**
 * Opens a CSV of probabilities, with or without a header and a column of image paths.
 * @throws AppError `bad-predictions`.
 */
export async function openCsvPredictions(file: string, pathColumn?: string): Promise<PredictionsReader> {
  const layout = toLayout(await openTable(file, PREDICTIONS_TABLE), pathColumn);
  const lines = new RowLines();
  return {
    file,
    columns: layout.classIndices.length,
    columnNames: layout.columnNames,
    hasPaths: layout.pathIndex !== undefined,
    isDouble: true,
    nameRow: (row) => message('line-number', { line: `${lines.lineOf(row)}` }),
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

function toLayout(table: Table, pathColumn: string | undefined): CsvLayout {
  const first = table.head[0]?.cells ?? [];
  const words = first.flatMap((cell, index) => (isNumber(cell) ? [] : [index]));
  const [onlyWord] = words;
  const hasHeader =
    isNumbering(first) || words.length > 1 || (onlyWord !== undefined && !isImageFile(first[onlyWord] ?? ''));
  const pathIndex = hasHeader ? pathIndexOf(table.file, first, pathColumn) : onlyWord;
  // A column without a name is the row index that pandas writes unless told not to.
  const classIndices = [...first.keys()].filter(
    (index) => index !== pathIndex && !(hasHeader && first[index] === ''),
  );
  return {
    table,
    hasHeader,
    cells: first.length,
    pathIndex,
    classIndices,
    columnNames: hasHeader ? classIndices.map((index) => first[index]!) : undefined,
  };
}

function pathIndexOf(file: string, names: readonly string[], wanted: string | undefined): number | undefined {
  const found = names.flatMap((name, index) =>
    (wanted === undefined ? isPathColumnName(name) : name === wanted) ? [index] : [],
  );
  if (found.length > 1)
    throw new AppError(
      'bad-predictions',
      message('predictions-two-path-columns', {
        file,
        columns: found.map((index) => names[index]).join(', '),
      }),
    );
  if (found.length === 0 && wanted !== undefined)
    throw new AppError(
      'bad-predictions',
      message('column-missing', { file, column: wanted, columns: names.join(', ') }),
    );
  return found[0];
}

const isNumber = (cell: string) => cell !== '' && !Number.isNaN(Number(cell));

/** The header of an array saved as a data frame. `0,1` alone may be a row, too. */
const isNumbering = (cells: readonly string[]) =>
  cells.length > 2 && cells.every((cell, index) => cell === String(index));

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
      for (const index of classIndices) values.push(cells[index] === '' ? Number.NaN : Number(cells[index]));
      if (pathIndex !== undefined) paths.push(cells[pathIndex]!);
      row++;
      if (row % blockRows === 0) yield takeBlock(done01);
    }
  if (values.length > 0) yield takeBlock(1);
}
