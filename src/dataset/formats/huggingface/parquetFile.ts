import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { decompress as decompressZstd } from 'fzstd';
import {
  asyncBufferFromFile,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type AsyncBuffer,
  type FileMetaData,
} from 'hyparquet';
import { AppError } from '../../../core/appError';
import { systemErrorCode } from '../../../core/systemErrorCode';
import { message } from '../../../core/words/message';

/** A column of a table, and the columns in it. */
export interface ParquetColumn {
  readonly name: string;
  readonly inner: readonly string[];
}

/** A Parquet file that has been looked into. */
export interface ParquetFile {
  readonly columns: readonly ParquetColumn[];
  readonly rows: number;
  /** What programs have written beside the table, e.g. `huggingface`. */
  readonly notes: ReadonlyMap<string, string>;
  /** The values of some columns, so many rows at a time as lie together. */
  readonly read: (
    columns: readonly string[],
    signal: AbortSignal,
  ) => AsyncGenerator<readonly Readonly<Record<string, unknown>>[], void>;
  /** Of a column of the table itself; undefined where there is none. */
  readonly form: (column: string) => StoredForm | undefined;
  /** The values of such a column as they are stored, in all row groups, one after the other. */
  readonly readStored: (column: string, signal: AbortSignal) => AsyncGenerator<StoredValues, void>;
}

/** How the values of a column are stored. */
export interface StoredForm {
  readonly physical: string;
  /** What they mean, as Parquet calls it: `UTF8`, `INT_64`, … */
  readonly meaning: string | undefined;
  readonly isOptional: boolean;
}

/** Integers or bytes; null where there is none. */
export interface StoredValues {
  readonly values: readonly (bigint | Uint8Array | null)[];
  readonly codec: string;
}

/** More than the columns of a part of a file that is read at once may take. */
const MOST_PART_BYTES = 1 << 30;

/** Snappy is in the reader. */
const COMPRESSORS = {
  GZIP: (input: Uint8Array) => gunzipSync(input),
  BROTLI: (input: Uint8Array) => brotliDecompressSync(input),
  ZSTD: (input: Uint8Array, outputLength: number) => decompressZstd(input, new Uint8Array(outputLength)),
};

/** @throws AppError `labels-unreadable` for what is damaged, and for what takes more than a gigabyte at once. */
export async function openParquet(absolute: string, file: string): Promise<ParquetFile> {
  return guarded(file, async () => {
    const buffer = await asyncBufferFromFile(absolute);
    const metadata = await parquetMetadataAsync(buffer);
    const notes = (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ''] as const);
    return {
      columns: parquetSchema(metadata).children.map(({ element, children }) => ({
        name: element.name,
        inner: children.map((child) => child.element.name),
      })),
      rows: Number(metadata.num_rows),
      notes: new Map(notes),
      read: (columns, signal) => readParts({ file, buffer, metadata }, columns, signal),
      form: (column) => storedForm(metadata, column),
      readStored: (column, signal) => readStored({ file, buffer, metadata }, column, signal),
    };
  });
}

interface Opened {
  readonly file: string;
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
}

async function* readParts(
  { file, buffer, metadata }: Opened,
  columns: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<readonly Readonly<Record<string, unknown>>[], void> {
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    signal.throwIfAborted();
    const chunks = group.columns.flatMap(({ meta_data: chunk }) =>
      chunk !== undefined && columns.includes(chunk.path_in_schema[0]!) ? [chunk] : [],
    );
    if (chunks.reduce((sum, chunk) => sum + Number(chunk.total_uncompressed_size), 0) > MOST_PART_BYTES)
      throw new AppError('labels-unreadable', message('parquet-large', { file }));
    const rowEnd = rowStart + Number(group.num_rows);
    const options = { file: buffer, metadata, columns: [...columns], rowStart, rowEnd };
    yield await guarded(file, () =>
      parquetReadObjects({ ...options, rowFormat: 'object', compressors: COMPRESSORS, utf8: false }),
    );
    rowStart = rowEnd;
  }
}

function storedForm(metadata: FileMetaData, column: string): StoredForm | undefined {
  const found = parquetSchema(metadata).children.find(({ element }) => element.name === column);
  if (found?.children.length !== 0) return undefined;
  const { type = '', converted_type, logical_type, repetition_type } = found.element;
  return {
    physical: type,
    meaning: converted_type ?? logical_type?.type,
    isOptional: repetition_type === 'OPTIONAL',
  };
}

/** Without what they mean, the reader leaves values as they are. */
async function* readStored(
  opened: Opened,
  column: string,
  signal: AbortSignal,
): AsyncGenerator<StoredValues, void> {
  const schema = opened.metadata.schema.map((element) => {
    const stored = { ...element };
    delete stored.converted_type;
    delete stored.logical_type;
    return stored;
  });
  const groups = opened.metadata.row_groups.values();
  for await (const rows of readParts(
    { ...opened, metadata: { ...opened.metadata, schema } },
    [column],
    signal,
  )) {
    const chunk = groups
      .next()
      .value?.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === column);
    yield { values: rows.map((row) => storedValue(row[column])), codec: chunk?.meta_data?.codec ?? '' };
  }
}

function storedValue(value: unknown): bigint | Uint8Array | null {
  if (typeof value === 'number') return BigInt(value);
  return typeof value === 'bigint' || value instanceof Uint8Array ? value : null;
}

/** What the reader throws of a file is about the file. */
async function guarded<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const code = systemErrorCode(cause);
    if (code !== undefined && !code.startsWith('ERR_') && !code.startsWith('Z_'))
      throw new AppError('labels-unreadable', message('archive-unreadable', { file, code }), { cause });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('labels-unreadable', message('parquet-damaged', { file, why }), { cause });
  }
}
