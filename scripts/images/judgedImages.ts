import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { resultRows } from '../../src/core/run/resultColumns';
import type { RunSummary, TableRow } from '../../src/core/run/run';
import type { StoreLocation } from '../../src/store/location';
import { openRun } from '../../src/store/openRun';
import { ScriptError } from '../scriptError';

/** What a scan said of the images of a dataset whose true labels are known, by columns, in the order of its table. */
export interface JudgedImages {
  readonly paths: readonly string[];
  readonly givenLabels: readonly string[];
  /** 1 where the given label is not the true one. */
  readonly isError: Uint8Array;
  readonly isFlagged: Uint8Array;
  /** −rank: the most suspect image has the highest. */
  readonly suspicion: Float64Array;
}

/** Joins what `scan --out` wrote with a truth file (`path,true_label`). */
export async function readJudgedImages(suspectsFile: string, truthFile: string): Promise<JudgedImages> {
  const suspects = await readTable(suspectsFile, ['path', 'given_label', 'is_label_issue', 'rank']);
  return judgeRows(
    suspects.map((row) => ({
      path: row.path ?? '',
      givenLabel: row.given_label ?? '',
      isLabelIssue: row.is_label_issue === 'true',
      rank: Number(row.rank),
    })),
    truthFile,
  );
}

/** Joins the results of a run with a truth file. */
export async function judgeRun(
  location: StoreLocation,
  run: RunSummary,
  truthFile: string,
): Promise<JudgedImages> {
  return judgeRows([...resultRows(await openRun(location, run).results())], truthFile);
}

type JudgedRow = Pick<TableRow, 'path' | 'givenLabel' | 'isLabelIssue'> & { readonly rank: number };

async function judgeRows(rows: readonly JudgedRow[], truthFile: string): Promise<JudgedImages> {
  const truth = await readTable(truthFile, ['path', 'true_label']);
  const trueLabelOf = new Map(truth.map((row) => [row.path, row.true_label]));
  const isError = Uint8Array.from(rows, (row) => {
    const trueLabel = trueLabelOf.get(row.path);
    if (trueLabel === undefined) throw new ScriptError(`${truthFile} says nothing about ${row.path}.`);
    return Number(row.givenLabel !== trueLabel);
  });
  return {
    paths: rows.map((row) => row.path),
    givenLabels: rows.map((row) => row.givenLabel),
    isError,
    isFlagged: Uint8Array.from(rows, (row) => Number(row.isLabelIssue)),
    suspicion: Float64Array.from(rows, (row) => -row.rank),
  };
}

async function readTable(
  file: string,
  columns: readonly string[],
): Promise<readonly Readonly<Partial<Record<string, string>>>[]> {
  const rows: unknown = parse(await readFile(file), { columns: true, bom: true });
  if (!isTable(rows)) throw new ScriptError(`${file} is not a CSV file with a header.`);
  const absent = columns.filter((name) => rows[0]?.[name] === undefined);
  if (absent.length > 0) throw new ScriptError(`${file} has no column ${absent.join(', ')}, or no rows.`);
  return rows;
}

function isTable(rows: unknown): rows is readonly Readonly<Partial<Record<string, string>>>[] {
  return Array.isArray(rows) && rows.every((row) => typeof row === 'object' && row !== null);
}
