import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '../../core/appError';
import { systemErrorCode } from '../../core/systemErrorCode';

/** The text of a CSV or TSV file, and how its cells are separated. */
export interface LabelTable {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  readonly delimiter: string;
}

/** One row; `row` is 1-based and counts every row of the file, the header included. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Characters given to the parser at a time: small enough that cancelling is prompt. */
const SLICE = 1 << 16;

/**
 * Reads a table of labels: UTF-8, UTF-16 with a byte order mark, or, when neither fits, Windows-1252.
 * @throws AppError `labels-unreadable` when the file is missing, empty or may not be read.
 */
export async function readLabelTable(file: string): Promise<LabelTable> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    const message =
      code === 'ENOENT'
        ? `There is no label file ${file}; check the path.`
        : `The label file ${file} cannot be read (${code}); check its permissions.`;
    throw new AppError('labels-unreadable', message, { cause });
  }
  const text = decodeText(bytes);
  if (text.trim() === '')
    throw new AppError(
      'labels-unreadable',
      `The label file ${file} is empty; choose a CSV with a path and a label per row.`,
    );
  return { file, text, delimiter: detectDelimiter(text) };
}

/**
 * The rows of a table, blank lines left out. Rows may have fewer or more cells than the header.
 * @throws AppError `labels-unreadable` for a quoted cell that never ends.
 */
export async function* tableRows(table: LabelTable, signal: AbortSignal): AsyncGenerator<TableRow> {
  const parser = Readable.from(slices(table.text)).pipe(
    parse({ delimiter: table.delimiter, relax_column_count: true, relax_quotes: true, bom: true }),
  );
  let row = 0;
  try {
    for await (const record of parser) {
      signal.throwIfAborted();
      row++;
      const cells = toCells(record);
      if (cells.some((cell) => cell !== '')) yield { row, cells };
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new AppError(
      'labels-unreadable',
      `The label file ${table.file} is not valid CSV after row ${row} (${cause.code}); check the quotes there.`,
      { cause },
    );
  }
}

function toCells(record: unknown): readonly string[] {
  return Array.isArray(record) ? record.map((cell) => String(cell).trim()) : [];
}

async function* slices(text: string): AsyncGenerator<string> {
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + SLICE, text.length);
    // Never between the two halves of a surrogate pair, which would turn into two replacement characters.
    if (end < text.length && text.charCodeAt(end - 1) >= 0xd800 && text.charCodeAt(end - 1) < 0xdc00) end--;
    // Streams run on micro-tasks alone: without this pause no timer and no cancel message would get through.
    await setImmediate();
    yield text.slice(start, end);
    start = end;
  }
}

function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: what spreadsheets on Windows write by default.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The delimiter that occurs most often in the first line, outside quotes; a comma when none does. */
function detectDelimiter(text: string): string {
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (const character of firstLine(text)) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return DELIMITERS.reduce((best, next) => ((counts.get(next) ?? 0) > (counts.get(best) ?? 0) ? next : best));
}

function firstLine(text: string): string {
  const start = text.search(/[^\s]/u);
  const end = text.slice(start).search(/[\r\n]/u);
  return end < 0 ? text.slice(start) : text.slice(start, start + end);
}
