import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { AppError } from '../core/appError';
import { systemErrorCode } from '../core/systemErrorCode';
import { writeFileAtomic } from './atomicWrite';

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

/** Reads the rows below a header that must be exactly `columns`. @throws AppError `run-damaged`. */
export async function* readCsv(file: string, columns: readonly string[]): AsyncGenerator<readonly string[]> {
  let header: readonly string[] | undefined;
  try {
    const records: AsyncIterable<readonly string[]> = createReadStream(file).pipe(parse({ bom: true }));
    for await (const record of records) {
      if (header !== undefined) {
        yield record;
        continue;
      }
      header = record;
      if (header.join() !== columns.join()) throw damaged(file, `its columns are ${header.join(', ')}`);
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw damaged(file, systemErrorCode(cause) ?? 'it is not a CSV file', cause);
  }
  if (header === undefined) throw damaged(file, 'it is empty');
}

/** The error for a run file that cannot be used. */
export function damaged(file: string, why: string, cause?: unknown): AppError {
  return new AppError('run-damaged', `Cannot use ${file}: ${why}; find wrong labels again to replace it.`, {
    cause,
  });
}
