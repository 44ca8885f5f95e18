import { stringify } from 'csv-stringify/sync';
import { AppError } from '../core/appError';
import { markFormula } from '../core/formulaCell';
import { systemErrorCode } from '../core/systemErrorCode';
import { writeFileAtomic } from './atomicWrite';
import { TableProblem } from './recordCutter';
import { openTable, tableRecords, type TableKind } from './table';
import { message, type Message } from '../core/words/message';

/** Rows are joined into chunks of this size, so that a million rows need neither one string nor a million writes. */
const ROWS_PER_CHUNK = 5000;

/** Writes a CSV (UTF-8, `\n`, quoted where needed, cells that look like formulas marked) atomically. */
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
    pending.push(row.map(markFormula));
    if (pending.length < ROWS_PER_CHUNK) continue;
    yield stringify(pending);
    pending = [];
  }
  if (pending.length > 0) yield stringify(pending);
}

/** A table in a run of version 0.1.0, which says exactly what was written: nothing was marked then. */
const RUN_TABLE: TableKind = {
  code: 'run-damaged',
  noun: message('noun-table'),
  row: message('row-same-cells'),
  trim: false,
  isMarked: false,
};

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
  let isHeader = true;
  try {
    const table = await openTable(file, RUN_TABLE).catch((cause: unknown) => {
      throw cause instanceof AppError && !(cause.cause instanceof TableProblem)
        ? damaged(file, systemErrorCode(cause.cause) ?? message('file-no-csv'), cause)
        : cause;
    });
    for await (const { records } of tableRecords({ ...table, delimiter: ',' }))
      for (const { line, cells } of records) {
        if (isHeader && cells.join() !== columns.join())
          throw new TableProblem(
            line,
            message('line-other-columns', { cells: { list: cells }, columns: { list: columns } }),
          );
        const row = isHeader ? undefined : toRow(cells);
        if (row !== undefined) rows.push(row);
        isHeader = false;
      }
  } catch (cause) {
    const problem = cause instanceof AppError ? cause.cause : cause;
    if (problem instanceof TableProblem)
      throw damaged(
        file,
        message('line-of-run-file', { line: `${problem.line}`, problem: problem.why }),
        cause,
      );
    throw cause;
  }
  return rows;
}

/** The error for a run file that cannot be used. */
export function damaged(file: string, why: string | Message, cause?: unknown): AppError {
  return new AppError('run-damaged', message('run-damaged', { file, why }), { cause });
}
