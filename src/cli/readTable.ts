import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import { AppError, type AppErrorCode } from '../core/appError';

/** The records of a CSV file, empty lines left out. @throws AppError `code` when it cannot be read, naming the file. */
export async function* readTable(file: string, code: AppErrorCode): AsyncGenerator<readonly string[]> {
  try {
    const parser = parse({ bom: true, skip_empty_lines: true, trim: true, relax_column_count: true });
    // Unlike `pipe`, it hands a file that cannot be opened on to the loop, which throws it.
    const records: AsyncIterable<readonly string[]> = pipeline(
      createReadStream(file),
      parser,
      () => undefined,
    );
    yield* records;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(code, `Cannot read ${file}: ${message}.`, { cause });
  }
}
