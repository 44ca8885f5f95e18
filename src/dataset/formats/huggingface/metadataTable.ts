import { stat } from 'node:fs/promises';
import { AppError } from '../../../core/appError';
import { message } from '../../../core/words/message';
import { readInput } from '../../../files/openInput';
import { openTable, refuseLonger, tableRecords, type Table } from '../../../files/table';
import { LABEL_TABLE } from '../../labels/labelColumns';
import { openParquet, type ParquetFile } from './parquetFile';
import { cannotRead } from '../archives/cannotRead';

/** What is said of an image, by the names of the columns. */
export type MetadataRow = Readonly<Record<string, unknown>>;

/** A row and where it stands: its first line from 1, or in Parquet its number from 0. */
export interface PlacedRow {
  readonly values: MetadataRow;
  readonly place: number;
  /** Over how many lines it goes; one unless said. */
  readonly lines?: number | undefined;
}

/** Rows about the images of a folder. */
export interface MetadataTable {
  readonly columns: readonly string[];
  /** The first row, to tell what columns hold; undefined where there is none. */
  readonly first: MetadataRow | undefined;
  readonly rows: (signal: AbortSignal) => AsyncGenerator<PlacedRow, void>;
  /** How a `metadata.csv`, or a `metadata.parquet`, is written. */
  readonly csv?: Table;
  readonly parquet?: ParquetFile;
}

/** Far more than what is said of ten million images. */
const MOST_JSON_BYTES = 1 << 29;

/** Opens a `metadata.csv`, `metadata.jsonl` or `metadata.parquet`; `name` is for people. @throws AppError `labels-unreadable`. */
export function openMetadata(file: string, name: string): Promise<MetadataTable> {
  if (file.endsWith('.parquet')) return openParquetTable(file, name);
  return file.endsWith('.csv') ? openCsv(file) : openJsonLines(file);
}

async function openParquetTable(file: string, name: string): Promise<MetadataTable> {
  const parquet = await openParquet(file, name);
  const columns = parquet.columns.filter(({ inner }) => inner.length === 0).map((column) => column.name);
  const part = await parquet.read(columns, new AbortController().signal).next();
  const first = part.done === true ? undefined : part.value[0];
  return {
    columns,
    first,
    parquet,
    async *rows(signal) {
      let place = 0;
      for await (const rows of parquet.read(columns, signal))
        for (const values of rows) yield { values, place: place++ };
    },
  };
}

async function openCsv(file: string): Promise<MetadataTable> {
  const table = await openTable(file, { ...LABEL_TABLE, isMarked: false });
  const [header, first] = table.head;
  const columns = header?.cells ?? [];
  const toRow = (cells: readonly string[]): MetadataRow =>
    Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
  return {
    columns,
    first: first && toRow(first.cells),
    csv: table,
    async *rows(signal) {
      for await (const { records } of tableRecords(table, signal))
        for (const record of records) {
          refuseLonger(table, record, columns.length);
          const { cells, line, lines } = record;
          if (line !== header?.line && cells.some((cell) => cell !== ''))
            yield { values: toRow(cells), place: line, lines };
        }
    },
  };
}

async function openJsonLines(file: string): Promise<MetadataTable> {
  const lines = await readLines(file);
  const parse = (at: number): MetadataRow => {
    try {
      const row: unknown = JSON.parse(lines[at]!);
      if (typeof row === 'object' && row !== null) return { ...row };
    } catch {
      // is said below
    }
    throw new AppError('labels-unreadable', message('metadata-line', { file, line: `${at + 1}` }));
  };
  const filled = lines.flatMap((line, at) => (line.trim() === '' ? [] : [at]));
  const first = filled[0] === undefined ? undefined : parse(filled[0]);
  return {
    columns: Object.keys(first ?? {}),
    first,
    async *rows(signal) {
      for (const at of filled) {
        signal.throwIfAborted();
        yield await Promise.resolve({ values: parse(at), place: at + 1 });
      }
    },
  };
}

async function readLines(file: string): Promise<readonly string[]> {
  try {
    if ((await stat(file)).size > MOST_JSON_BYTES)
      throw new AppError(
        'labels-unreadable',
        message('metadata-large', { file, size: { bytes: MOST_JSON_BYTES } }),
      );
    return (await readInput(file)).toString('utf8').split('\n');
  } catch (cause) {
    throw cannotRead(file, cause);
  }
}
