import { message, wordMessage, type Message } from '../core/words/message';

/** One record of a table. `line` is where it begins in the file, counted from 1. */
export interface TableRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** How many lines it takes, where a quoted cell makes it more than one. */
  readonly lines?: number;
}

export interface RecordForm {
  readonly delimiter: string;
  /** What ends a line; before `\n`, a `\r` belongs to it. */
  readonly newline: '\n' | '\r';
  /** Whether blanks around cells are left out. */
  readonly trim: boolean;
}

/** What is wrong with a table, and in which line. */
export class TableProblem extends Error {
  readonly line: number;
  /** Such as `opens a quote that is never closed`. */
  readonly why: Message;

  constructor(line: number, why: Message) {
    super(`Line ${line} ${wordMessage(why)}.`);
    this.name = 'TableProblem';
    this.line = line;
    this.why = why;
  }
}

const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/**
 * Cuts the UTF-8 bytes of delimited text (RFC 4180) into records, piece by piece. Quotes count at the start of a cell only;
 * in the middle of one they are text. Empty lines are left out.
 */
export class RecordCutter {
  /** Where the next record begins. */
  line = 1;
  private readonly form: RecordForm;
  private readonly delimiter: number;
  private readonly newline: number;

  constructor(form: RecordForm) {
    this.form = form;
    this.delimiter = form.delimiter.charCodeAt(0);
    this.newline = form.newline.charCodeAt(0);
  }

  /**
   * Adds the complete records of `bytes` to `records`, and returns where the rest starts, to be given again with more.
   * @throws TableProblem
   */
  cut(bytes: Buffer, isLast: boolean, records: TableRecord[]): number {
    let start = 0;
    let quote = -1;
    while (start < bytes.length) {
      if (quote < start) quote = positionOf(bytes, QUOTE, start);
      const newline = bytes.indexOf(this.newline, start);
      const end = newline < 0 && isLast ? bytes.length : newline;
      if (end >= 0 && quote >= end) {
        this.add(records, this.plainCells(bytes, start, end));
        this.line++;
        start = end + 1;
        continue;
      }
      const cells: string[] = [];
      const next = this.cutCells(bytes, start, isLast, cells);
      if (next < 0) return start;
      let lines = 0;
      for (let at = start; at < next; at++) if (bytes[at] === this.newline) lines++;
      this.add(records, cells, lines);
      this.line += lines;
      start = next;
    }
    return bytes.length;
  }

  private add(records: TableRecord[], cells: readonly string[], lines = 1): void {
    if (cells.length === 1 && cells[0]!.trim() === '') return;
    records.push({ line: this.line, cells, ...(lines > 1 && { lines }) });
  }

  /** The cells of a line without quotes. The first one on its own: a part of a string keeps all of that in memory. */
  private plainCells(bytes: Buffer, start: number, newline: number): string[] {
    const { delimiter, trim } = this.form;
    const end = bytes[newline - 1] === CARRIAGE_RETURN && newline > start ? newline - 1 : newline;
    const first = bytes.indexOf(this.delimiter, start);
    const cells =
      first < 0 || first >= end
        ? [bytes.toString('utf8', start, end)]
        : [bytes.toString('utf8', start, first), ...bytes.toString('utf8', first + 1, end).split(delimiter)];
    return trim ? cells.map((cell) => cell.trim()) : cells;
  }

  /** Cuts a record cell by cell; where the next one starts, or −1 when this one is not complete. */
  private cutCells(bytes: Buffer, start: number, isLast: boolean, cells: string[]): number {
    for (let at = start; ; at++) {
      const open = this.skipBlanks(bytes, at);
      const isQuoted = bytes[open] === QUOTE;
      const close = isQuoted ? closingQuote(bytes, open) : open;
      if (close < 0 && isLast) throw new TableProblem(this.line, message('line-open-quote'));
      let end =
        close < 0 ? bytes.length : isQuoted ? this.skipBlanks(bytes, close + 1) : this.endOfCell(bytes, at);
      const isBeforeNewline = bytes[end] === CARRIAGE_RETURN && bytes[end + 1] === this.newline;
      if (isQuoted && isBeforeNewline) end++;
      // The bytes to come may double the quote, or make a line end of a carriage return.
      if (!isLast && end + 1 >= bytes.length && bytes[end] !== this.newline) return -1;
      if (isQuoted && end < bytes.length && bytes[end] !== this.delimiter && bytes[end] !== this.newline)
        throw new TableProblem(this.line, message('line-text-after-quote'));
      const text = isQuoted
        ? bytes.toString('utf8', open + 1, close).replaceAll('""', '"')
        : this.plainText(bytes, at, end);
      cells.push(this.form.trim ? text.trim() : text);
      if (end >= bytes.length) return bytes.length;
      if (bytes[end] === this.newline) return end + 1;
      at = end;
    }
  }

  private plainText(bytes: Buffer, start: number, end: number): string {
    const isLineEnd = end > start && bytes[end - 1] === CARRIAGE_RETURN && bytes[end] !== this.delimiter;
    return bytes.toString('utf8', start, isLineEnd ? end - 1 : end);
  }

  private endOfCell(bytes: Buffer, start: number): number {
    let end = start;
    while (end < bytes.length && bytes[end] !== this.delimiter && bytes[end] !== this.newline) end++;
    return end;
  }

  private skipBlanks(bytes: Buffer, start: number): number {
    let at = start;
    if (this.form.trim) while (bytes[at] === SPACE) at++;
    return at;
  }
}

/** The quote that closes the one at `open`; −1 when it is not there. */
function closingQuote(bytes: Buffer, open: number): number {
  let close = bytes.indexOf(QUOTE, open + 1);
  while (close >= 0 && bytes[close + 1] === QUOTE) close = bytes.indexOf(QUOTE, close + 2);
  return close;
}

function positionOf(bytes: Buffer, byte: number, from: number): number {
  const position = bytes.indexOf(byte, from);
  return position < 0 ? Infinity : position;
}
