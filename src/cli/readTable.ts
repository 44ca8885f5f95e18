import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { AppError, type AppErrorCode } from '../core/appError';

/** The records of a CSV file, empty lines left out. @throws AppError `code` when it cannot be read, naming the file. */
export async function* readTable(file: string, code: AppErrorCode): AsyncGenerator<readonly string[]> {
  try {
    const records: AsyncIterable<readonly string[]> = createReadStream(file).pipe(
      parse({ bom: true, skip_empty_lines: true, trim: true, relax_column_count: true }),
    );
    yield* records;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(code, `Cannot read ${file}: ${message}.`, { cause });
  }
}
