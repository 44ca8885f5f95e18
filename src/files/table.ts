import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { AppError, type AppErrorCode } from '../core/appError';
import { unmarkFormula } from '../core/formulaCell';
import { OUR_SIGNS } from '../core/names';
import { isImageFile } from '../core/dataset/imageFiles';
import { systemErrorCode } from '../core/systemErrorCode';
import { openInput } from './openInput';
import { RecordCutter, TableProblem, type RecordForm, type TableRecord } from './recordCutter';
import { createToUtf8, detectEightBit, detectEncoding, type TextEncoding } from './textEncoding';
import { message, type Message } from '../core/words/message';

export type { TableRecord };

/** What a table is to the user, and the code of the errors about it. */
export interface TableKind {
  readonly code: AppErrorCode;
  /** Such as `label file`, to stand in a sentence. */
  readonly noun: Message;
  /** What each row must hold, such as `a path and a label`. */
  readonly row: Message;
  /** False for a table that keeps blanks around cells. */
  readonly trim?: boolean;
  /** False for a table whose cells are as they are, though it has the columns of ours. */
  readonly isMarked?: boolean;
}

/** A file of delimited text: what was found out about it before its records are read. */
export interface Table extends RecordForm {
  readonly file: string;
  readonly kind: TableKind;
  readonly encoding: TextEncoding;
  /** The first records, at least one. */
  readonly head: readonly TableRecord[];
  /** Whether cells that look like formulas are marked, as in the tables that we write. */
  readonly isMarked: boolean;
}

/** Records read at a time, and how much of the file has been read, 0–1. */
export interface TableBatch {
  readonly records: readonly TableRecord[];
  readonly done01: number;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Records looked at to tell the delimiter, and by callers to tell what columns hold. */
const HEAD_RECORDS = 21;
const HEAD_BYTES = 1 << 16;
/** So much is read at a time: while a large table is read, other work of the process goes on. */
const CHUNK_BYTES = 1 << 18;
/** A record that is longer is taken for a quote that is never closed. */
const MAX_RECORD_BYTES = 1 << 24;
/** Looked through for text that is not UTF-8; behind it, such a line is an error. */
const ENCODING_BYTES = 1 << 24;

/**
 * Opens a table: UTF-8, UTF-16 or, if nothing speaks against it, Windows-1252; cells separated by commas, semicolons, tabs or bars.
 * @throws AppError `kind.code` when the file cannot be read, is empty or no such text.
 */
export async function openTable(file: string, kind: TableKind): Promise<Table> {
  return withFile(file, kind, async (handle) => {
    const { bytes, isWhole } = await readHead(handle);
    const encoding = await encodingOf(handle, bytes, isWhole);
    if (encoding === undefined) throw new AppError(kind.code, message('table-not-text', { file }));
    const text = createToUtf8(encoding)(bytes, isWhole);
    if (isWhole && text.toString().trim() === '')
      throw new AppError(kind.code, message('table-empty', { noun: kind.noun, file, row: kind.row }));
    if (/^\s*(?:\{\s*(?:"|$)|\[\s*(?:[{["]|$))/u.test(text.toString('utf8', 0, 200)))
      throw new AppError(kind.code, message('table-is-json', { file, row: kind.row }));
    const newline = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
    const trim = kind.trim ?? true;
    const { delimiter, head } = readRecordsOf(text, isWhole, { newline, trim });
    const isMarked = kind.isMarked !== false && hasOurColumns(head[0]?.cells ?? []);
    const records = isMarked ? head.map(unmarked) : head;
    return { file, kind, encoding, newline, trim, delimiter, head: records, isMarked };
  });
}

/** Whether a header has columns that tell a table that we write; others may have come or gone. */
const hasOurColumns = (header: readonly string[]): boolean =>
  OUR_SIGNS.some((columns) => columns.every((name) => header.includes(name)));

const unmarked = ({ cells, ...record }: TableRecord): TableRecord => ({
  ...record,
  cells: cells.map(unmarkFormula),
});

/** All records from the first, in batches. @throws AppError `table.kind.code` naming the line that is wrong. */
export async function* tableRecords(table: Table, signal?: AbortSignal): AsyncGenerator<TableBatch, void> {
  const { file, kind } = table;
  let handle: FileHandle | undefined;
  try {
    handle = await openInput(file);
    yield* batches(handle, table, signal);
  } catch (cause) {
    throw toAppError(file, kind, cause);
  } finally {
    await handle?.close();
  }
}

function recordError({ file, kind }: Pick<Table, 'file' | 'kind'>, line: number, problem: Message): AppError {
  return new AppError(kind.code, message('table-line', { file, line: `${line}`, problem }));
}

/** @throws AppError unless the record has so many cells. */
export function refuseRagged(table: Table, { line, cells }: TableRecord, columns: number): void {
  if (cells.length === columns) return;
  const delimiter = nameOf(table.delimiter);
  throw recordError(table, line, message('line-ragged', { cells: cells.length, columns, delimiter }));
}

/**
 * The same for cells right of the last column only: an unquoted delimiter before them has shifted all behind it. Where the last
 * column is mostly empty, what has been shifted may stand in it.
 */
export function refuseLonger(table: Table, record: TableRecord, columns: number): void {
  const { cells } = record;
  if (cells.length <= columns) return;
  const rows = table.head.slice(1).filter(({ line }) => line !== record.line);
  const isMostlyEmpty = 2 * rows.filter((row) => (row.cells[columns - 1] ?? '') === '').length > rows.length;
  const isShifted = isMostlyEmpty && cells[columns - 1] !== '';
  if (isShifted || cells.some((cell, index) => index >= columns && cell !== ''))
    refuseRagged(table, record, columns);
}

/** The same for the first row of a table without a header, which says how many columns there are. */
export function refuseLongerFirst(table: Table): void {
  const [first, ...others] = table.head;
  const most = Math.max(...others.map(({ cells }) => cells.length));
  if (first !== undefined && others.length > 0 && first.cells.length > most) refuseRagged(table, first, most);
}

/**
 * @throws TableProblem for a quote that is closed in a later row: a cell with line breaks in it that holds whole rows, or the
 * start of one.
 */
function refuseSwallowed({ delimiter, newline, head, kind }: Table, { line, cells, lines = 1 }: TableRecord) {
  if (lines === 1 || kind.trim === false) return;
  const columns = head[0]?.cells.length ?? 0;
  const isRow = (text: string, isWhole: boolean) => {
    const parts = text.split(delimiter);
    return parts.length > 1 && ((isWhole && parts.length === columns) || isImageFile(parts[0]!));
  };
  for (const cell of cells) {
    const [, ...texts] = cell.split(newline);
    if (texts.some((text, at) => isRow(text, at < texts.length - 1)))
      throw new TableProblem(line, message('line-quote-over-rows', { lines }));
  }
}

const nameOf = (delimiter: string) => (delimiter === '\t' ? 'tab' : delimiter);

async function* batches(
  handle: FileHandle,
  table: Table,
  signal: AbortSignal | undefined,
): AsyncGenerator<TableBatch, void> {
  const { size } = await handle.stat();
  const cutter = new RecordCutter(table);
  const toUtf8 = createToUtf8(table.encoding);
  let rest: Buffer = Buffer.alloc(0);
  let position = 0;
  for (let isLast = false; !isLast;) {
    signal?.throwIfAborted();
    // Not reused: the rest is a part of it. A long record is read in ever longer pieces, as each time all of it is looked at.
    const chunk = Buffer.allocUnsafe(Math.max(CHUNK_BYTES, rest.length));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
    isLast = bytesRead === 0;
    position += bytesRead;
    const text = Buffer.concat([rest, toUtf8(chunk.subarray(0, bytesRead), isLast)]);
    const records: TableRecord[] = [];
    const firstLine = cutter.line;
    const used = cutter.cut(text, isLast, records);
    if (!isUtf8(text.subarray(0, used))) throw notUtf8(text, table.newline, firstLine);
    for (const record of records) refuseSwallowed(table, record);
    rest = text.subarray(used);
    if (rest.length > MAX_RECORD_BYTES) throw tooLong(cutter.line);
    if (records.length > 0)
      yield {
        records: table.isMarked ? records.map(unmarked) : records,
        done01: Math.min(1, position / Math.max(size, 1)),
      };
  }
}

const tooLong = (line: number) =>
  new TableProblem(line, message('line-too-long', { megabytes: MAX_RECORD_BYTES >> 20 }));

function notUtf8(text: Buffer, newline: string, firstLine: number): TableProblem {
  let line = firstLine;
  for (let start = 0; start < text.length; line++) {
    const end = text.indexOf(newline, start);
    if (!isUtf8(text.subarray(start, end < 0 ? text.length : end))) break;
    start = end < 0 ? text.length : end + 1;
  }
  return new TableProblem(line, message('line-not-utf8'));
}

/** The start of a file: enough for the first records. */
async function readHead(handle: FileHandle): Promise<{ readonly bytes: Buffer; readonly isWhole: boolean }> {
  for (let length = HEAD_BYTES; ; length *= 4) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, 0);
    const isWhole = bytesRead < length;
    const bytes = buffer.subarray(0, bytesRead);
    if (isWhole) return { bytes, isWhole };
    if (hasLines(bytes, 2 * HEAD_RECORDS) || length >= MAX_RECORD_BYTES) return { bytes, isWhole };
  }
}

function hasLines(bytes: Buffer, count: number): boolean {
  const newline = bytes.includes('\n') ? '\n' : '\r';
  let end = -1;
  for (let lines = 0; lines < count; lines++) {
    end = bytes.indexOf(newline, end + 1);
    if (end < 0) return false;
  }
  return true;
}

async function encodingOf(
  handle: FileHandle,
  head: Buffer,
  isWhole: boolean,
): Promise<TextEncoding | undefined> {
  const encoding = detectEncoding(isWhole ? head : upToLastAscii(head));
  if (encoding !== 'utf-8' || isWhole) return encoding;
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let position = 0; position < ENCODING_BYTES;) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
    const part = bytesRead < chunk.length ? chunk.subarray(0, bytesRead) : upToLastAscii(chunk);
    if (part.length === 0) break;
    const found = detectEightBit(part);
    if (found !== 'utf-8') return found;
    position += part.length;
  }
  return encoding;
}

/** Without a character that the end may have cut in two. */
function upToLastAscii(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1]! >= 0x80) end--;
  return end === 0 ? bytes : bytes.subarray(0, end);
}

/**
 * The delimiter that cuts all first records into the same number of cells, more than one; else the one that cuts the first record
 * into most.
 * @throws TableProblem when there is no record with any of them.
 */
function readRecordsOf(text: Buffer, isWhole: boolean, form: Omit<RecordForm, 'delimiter'>) {
  let best: { delimiter: string; head: readonly TableRecord[]; score: number } | undefined;
  let problem = tooLong(1);
  for (const delimiter of DELIMITERS) {
    const records: TableRecord[] = [];
    try {
      new RecordCutter({ ...form, delimiter }).cut(text, isWhole, records);
    } catch (error) {
      if (!(error instanceof TableProblem)) throw error;
      if (delimiter === DELIMITERS[0]) problem = error; // Of a later record it comes up again when that is read.
    }
    const head = records.slice(0, HEAD_RECORDS);
    const cells = head[0]?.cells.length ?? 0;
    const isEven = head.length > 1 && cells > 1 && head.every((record) => record.cells.length === cells);
    const score = cells + (isEven ? MAX_RECORD_BYTES : 0);
    if (cells > 0 && score > (best?.score ?? 0)) best = { delimiter, head, score };
  }
  if (best === undefined) throw problem;
  return { delimiter: best.delimiter, head: best.head };
}

async function withFile<T>(
  file: string,
  kind: TableKind,
  work: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    handle = await openInput(file);
    return await work(handle);
  } catch (cause) {
    throw toAppError(file, kind, cause);
  } finally {
    await handle?.close();
  }
}

function toAppError(file: string, kind: TableKind, cause: unknown): unknown {
  if (cause instanceof TableProblem)
    return new AppError(
      kind.code,
      message('table-line', { file, line: `${cause.line}`, problem: cause.why }),
      { cause },
    );
  const code = systemErrorCode(cause);
  if (code === undefined) return cause;
  return new AppError(kind.code, unreadable(file, kind.noun, code), { cause });
}

function unreadable(file: string, noun: Message, code: string): Message {
  if (code === 'ENOENT') return message('table-missing', { noun, file });
  if (code === 'EISDIR') return message('table-is-folder', { noun, file });
  return message('table-unreadable', { noun, file, code });
}
