import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '../../core/appError';
import { isImageFile } from '../imageFiles';
import { isPathColumnName } from '../labels/labelColumns';
import { cannotRead } from './cannotRead';
import { BLOCK_NUMBERS, type PredictionsReader, type RowBlock } from './predictionsReader';

interface CsvLayout {
  readonly file: string;
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
  const layout = toLayout(file, await firstRecord(file), pathColumn);
  return {
    file,
    columns: layout.classIndices.length,
    columnNames: layout.columnNames,
    hasPaths: layout.pathIndex !== undefined,
    isDouble: true,
    nameRow: (row) => nameRecord(layout, row),
    blocks: (signal) => readBlocks(layout, signal),
  };
}

const nameRecord = ({ hasHeader }: CsvLayout, row: number) => `record ${row + (hasHeader ? 2 : 1)}`;

async function firstRecord(file: string): Promise<readonly string[]> {
  for await (const record of records(file)) return record;
  throw new AppError('bad-predictions', `${file} holds no predictions; give one row for each image.`);
}

function toLayout(file: string, first: readonly string[], pathColumn: string | undefined): CsvLayout {
  const words = first.flatMap((cell, index) => (isNumber(cell) ? [] : [index]));
  const [onlyWord] = words;
  const hasHeader = words.length > 1 || (onlyWord !== undefined && !isImageFile(first[onlyWord] ?? ''));
  const pathIndex = hasHeader ? pathIndexOf(file, first, pathColumn) : onlyWord;
  // A column without a name is the row index that pandas writes unless told not to.
  const classIndices = [...first.keys()].filter(
    (index) => index !== pathIndex && !(hasHeader && first[index] === ''),
  );
  return {
    file,
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
      `${file} has more than one column of paths (${found.map((index) => names[index]).join(', ')}); keep one.`,
    );
  if (found.length === 0 && wanted !== undefined)
    throw new AppError(
      'bad-predictions',
      `${file} has no column "${wanted}"; its columns are: ${names.join(', ')}.`,
    );
  return found[0];
}

const isNumber = (cell: string) => cell !== '' && !Number.isNaN(Number(cell));

async function* readBlocks(layout: CsvLayout, signal: AbortSignal): AsyncGenerator<RowBlock, void> {
  const { classIndices, pathIndex } = layout;
  const columns = classIndices.length;
  const blockRows = Math.max(1, Math.floor(BLOCK_NUMBERS / Math.max(columns, 1)));
  const progress = { done01: 0 };
  let values: number[] = [];
  let paths: string[] = [];
  let row = 0;
  const takeBlock = (): RowBlock => {
    const data = Float64Array.from(values);
    const rows = columns === 0 ? 0 : data.length / columns;
    const block = { firstRow: row - rows, rows, data, done01: progress.done01 };
    const withPaths = pathIndex === undefined ? block : { ...block, paths };
    [values, paths] = [[], []];
    return withPaths;
  };
  let isHeader = layout.hasHeader;
  for await (const cells of records(layout.file, progress)) {
    signal.throwIfAborted();
    if (isHeader) {
      isHeader = false;
      continue;
    }
    if (cells.length !== layout.cells)
      throw new AppError(
        'bad-predictions',
        `${layout.file}, ${nameRecord(layout, row)} has ${cells.length} columns instead of ${layout.cells}; write the same columns in every row.`,
      );
    for (const index of classIndices) values.push(cells[index] === '' ? Number.NaN : Number(cells[index]));
    if (pathIndex !== undefined) paths.push(cells[pathIndex]!);
    row++;
    if (row % blockRows === 0) yield takeBlock();
  }
  if (values.length > 0) yield takeBlock();
}

/** The records of a CSV or TSV, empty lines left out; `progress.done01` is the share of the file read so far. */
async function* records(file: string, progress = { done01: 0 }): AsyncGenerator<readonly string[], void> {
  try {
    const { size } = await stat(file);
    const stream = createReadStream(file);
    const parser = parse({
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      delimiter: file.toLowerCase().endsWith('.tsv') ? '\t' : ',',
    });
    // Destroys both when either fails or the consumer stops; the loop below throws the error.
    const parsed: AsyncIterable<readonly string[]> = pipeline(stream, parser, () => undefined);
    for await (const record of parsed) {
      progress.done01 = Math.min(1, stream.bytesRead / size);
      yield record;
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cannotRead(file, cause);
    throw new AppError('bad-predictions', `${file} is not valid CSV (${cause.code}); check its quotes.`, {
      cause,
    });
  }
}
