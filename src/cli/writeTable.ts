import { csvChunks, writeCsv } from '../files/csvFile';
import type { CommandIo } from './commandIo';

/** What a command has found, and how it is written. */
export interface FoundTable<Row> {
  readonly columns: readonly string[];
  readonly rows: Iterable<Row>;
  readonly cellsOf: (row: Row) => readonly string[];
  /** The object that `--json` prints. */
  readonly toJson: () => object;
}

/** Writes the table to `--out`; prints the object with `--json`, else the table where there is no `--out`. */
export async function writeTable<Row>(
  { columns, rows, cellsOf, toJson }: FoundTable<Row>,
  { out, isJson }: { readonly out: string | undefined; readonly isJson: boolean },
  io: CommandIo,
): Promise<void> {
  if (out !== undefined) await writeCsv(out, columns, cells());
  if (isJson) await io.writeOut(`${JSON.stringify(toJson())}\n`);
  else if (out === undefined) for (const chunk of csvChunks(columns, cells())) await io.writeOut(chunk);

  function* cells(): Generator<readonly string[]> {
    for (const row of rows) yield cellsOf(row);
  }
}
