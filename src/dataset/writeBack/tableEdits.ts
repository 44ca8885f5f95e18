import path from 'node:path';
import { isMissingLabel } from '../../core/dataset/missingLabel';
import { markFormula } from '../../core/formulaCell';
import { message } from '../../core/words/message';
import type { ByteEdit } from '../../files/changes/fileChange';
import type { Table } from '../../files/table';
import { createToUtf8 } from '../../files/textEncoding';
import type { ClassRows } from '../labels/classColumns';
import type { LeftOutCorrection } from './corrector';
import { encodeText, FileOffsets, findCell, LineStarts, quoteCell } from './tableCells';
import type { Span, SpanEdit } from './spanEdits';

/** A table whose label cells change. */
export interface EditedTable {
  readonly file: string;
  readonly table: Table;
  readonly labelIndex: number;
  /** Of a table with a column per class. */
  readonly classes?: ClassRows | undefined;
}

export interface CorrectedRow {
  /** Its first line, from 1. */
  readonly line: number;
  readonly lines?: number | undefined;
  /** The image, or what is written in its place. */
  readonly image: string;
  readonly givenLabel: string;
  /** What is to stand in its cell; undefined: the row goes. */
  readonly label: string | undefined;
}

/** The label cells of some rows change, others go, and every other byte of the table stays. */
export class TableEdits {
  private readonly opened: EditedTable;
  private readonly bytes: Buffer;
  private readonly text: Buffer;
  private readonly edits: SpanEdit[] = [];
  private readonly leftOut: LeftOutCorrection[] = [];

  constructor(opened: EditedTable, bytes: Buffer) {
    this.opened = opened;
    this.bytes = bytes;
    this.text = createToUtf8(opened.table.encoding)(bytes, true);
  }

  make(rows: readonly CorrectedRow[]): {
    readonly edits: readonly ByteEdit[];
    readonly leftOut: readonly LeftOutCorrection[];
  } {
    const starts = new LineStarts(this.text, this.opened.table);
    for (const row of rows) {
      const { line, lines = 1, label } = row;
      const start = starts.of(line);
      if (label === undefined) this.remove({ start, end: starts.of(line + lines) });
      else this.relabel(row, start, label);
    }
    return { edits: this.inBytes(), leftOut: this.leftOut };
  }

  private relabel(row: CorrectedRow, start: number, label: string): void {
    const { table, labelIndex, file, classes } = this.opened;
    if (classes !== undefined) {
      this.exchange(row, start, { label, classes });
      return;
    }
    const cell = findCell(this.text, start, labelIndex, table);
    const wasQuoted = this.text[cell.start] === '"'.charCodeAt(0);
    const value = table.isMarked ? markFormula(label) : label;
    const now = encodeText(quoteCell(value, table, { wasQuoted }), table.encoding);
    if (isMissingLabel(label)) this.leaveOut(row.image, message('left-out-missing-label', { label }));
    else if (now === undefined)
      this.leaveOut(row.image, message('left-out-not-encoded', { label, file: path.basename(file) }));
    else this.edits.push({ ...cell, now });
  }

  /** In a table with a column per class, the 1 moves to the column of the new class. */
  private exchange(
    row: CorrectedRow,
    start: number,
    { label, classes }: { readonly label: string; readonly classes: ClassRows },
  ): void {
    const { table, file } = this.opened;
    const [from, to] = [classes.columnOf(row.givenLabel), classes.columnOf(label)];
    if (from === undefined || from === to) return;
    if (to === undefined) {
      const why = message('left-out-no-class-column', { label, file: path.basename(file) });
      this.leaveOut(row.image, why);
      return;
    }
    const cellOf = (index: number) => findCell(this.text, start, index, table);
    const [first, second] = [cellOf(Math.min(from, to)), cellOf(Math.max(from, to))];
    // They came from this encoding.
    const textOf = (cell: Span) =>
      encodeText(this.text.toString('utf8', cell.start, cell.end), table.encoding)!;
    this.edits.push({ ...first, now: textOf(second) }, { ...second, now: textOf(first) });
  }

  private leaveOut(image: string, why: LeftOutCorrection['why']): void {
    if (this.leftOut.every((other) => other.path !== image)) this.leftOut.push({ path: image, why });
  }

  /** A row with the end of its line; rows that follow each other at once. */
  private remove({ start, end }: Span): void {
    const before = this.edits.at(-1);
    if (before?.end === start && before.now.length === 0) this.edits.pop();
    const from = before?.end === start && before.now.length === 0 ? before.start : start;
    this.edits.push({ start: from, end, now: Buffer.alloc(0) });
  }

  private inBytes(): readonly ByteEdit[] {
    const { encoding } = this.opened.table;
    const offsets = new FileOffsets(this.text, encoding, markBytes(this.bytes));
    return this.edits.map((edit) => {
      const { start, end, now } = this.withoutLastLineEnd(edit);
      const offset = offsets.of(start);
      return { offset, was: this.bytes.subarray(offset, offsets.of(end)), now };
    });
  }

  /** Where the last line has no end, it has none afterwards. */
  private withoutLastLineEnd(edit: SpanEdit): SpanEdit {
    const { newline } = this.opened.table;
    const isLast = edit.end === this.text.length && edit.now.length === 0;
    if (!isLast || this.text.at(-1) === newline.charCodeAt(0)) return edit;
    let { start } = edit;
    if (this.text[start - 1] === newline.charCodeAt(0)) start--;
    if (newline === '\n' && this.text[start - 1] === 0x0d) start--;
    return { ...edit, start };
  }
}

/** How many bytes a byte order mark takes. */
function markBytes(bytes: Buffer): number {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3;
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return isUtf16 ? 2 : 0;
}
