import { open, type FileHandle } from 'node:fs/promises';
import { CsvError } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { AppError } from '../core/appError';
import { systemErrorCode } from '../core/systemErrorCode';
import { writeFileAtomic } from './atomicWrite';
import { readCsvRecords } from './csvRecords';

/** Rows are joined into chunks of this size, so that a million rows need neither one string nor a million writes. */
const ROWS_PER_CHUNK = 5000;

/** Writes a CSV (UTF-8, `\n`, quoted where needed) atomically. */
export async function writeCsv(
  file: string,
  columns: readonly string[],
  rows: Iterable<readonly string[]>,
): Promise<void> {
  await writeFileAtomic(file, csvChunks(columns, rows));
}

/** The text of a CSV with a header, in chunks. */
export function* csvChunks(columns: readonly string[], rows: Iterable<readonly string[]>): Generator<string> {
  let pending: (readonly string[])[] = [columns];
  for (const row of rows) {
    pending.push(row);
    if (pending.length < ROWS_PER_CHUNK) continue;
    yield stringify(pending);
    pending = [];
  }
  if (pending.length > 0) yield stringify(pending);
}

/** So much is read at a time: while a large table is read, other work of the process goes on. */
const CHUNK_BYTES = 1 << 20;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Reads the rows below a header that must be exactly `columns`, and leaves out those that `toRow` gives nothing for.
 * @throws AppError `run-damaged`.
 */
export async function readCsv<T>(
  file: string,
  columns: readonly string[],
  toRow: (cells: readonly string[]) => T | undefined,
): Promise<T[]> {
  const rows: T[] = [];
  let records = 0;
  const onRecord = (cells: readonly string[]) => {
    if (records++ > 0) {
      const row = toRow(cells);
      if (row !== undefined) rows.push(row);
    } else if (cells.join().replace(BYTE_ORDER_MARK, '') !== columns.join())
      throw damaged(file, `its columns are ${cells.join(', ')}`);
  };
  try {
    const handle = await open(file);
    try {
      await readRecords(handle, onRecord);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const code = cause instanceof CsvError ? undefined : systemErrorCode(cause);
    throw damaged(file, code ?? 'it is not a CSV file', cause);
  }
  if (records === 0) throw damaged(file, 'it is empty');
  return rows;
}

async function readRecords(handle: FileHandle, onRecord: (cells: readonly string[]) => void): Promise<void> {
  let buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  for (;;) {
    // One record fills it all.
    if (filled === buffer.length) buffer = Buffer.concat([buffer], 2 * buffer.length);
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
    const used = readCsvRecords(buffer.subarray(0, filled), onRecord);
    buffer.copyWithin(0, used, filled);
    filled -= used;
  }
  if (filled === 0) return;
  const used = readCsvRecords(Buffer.concat([buffer.subarray(0, filled), Buffer.from('\n')]), onRecord);
  if (used <= filled) throw new Error('A quote is not closed.');
}

/** The error for a run file that cannot be used. */
export function damaged(file: string, why: string, cause?: unknown): AppError {
  return new AppError('run-damaged', `Cannot use ${file}: ${why}; find wrong labels again to replace it.`, {
    cause,
  });
}
