import path from 'node:path';
import { isMissingLabel } from '../../core/dataset/missingLabel';
import { markFormula } from '../../core/formulaCell';
import { runSteps } from '../../core/steps';
import { message } from '../../core/words/message';
import type { LabelsRequest } from '../../core/run/analyzeRequest';
import type { Correction } from '../../core/writeBack/correction';
import { sha256 } from '../../files/changes/byteEdits';
import type { ByteEdit } from '../../files/changes/fileChange';
import { readInput } from '../../files/openInput';
import { createToUtf8 } from '../../files/textEncoding';
import type { ClassRows } from '../labels/classColumns';
import { openLabelTable, type LabelRow, type LabelTable } from '../labels/csvLabels';
import { walkImages } from '../walk';
import type { CorrectionPlan, CorrectionRequest, LeftOutCorrection } from './corrector';
import { encodeText, FileOffsets, findCell, LineStarts, quoteCell } from './tableCells';
import type { Span, SpanEdit } from './spanEdits';

/** The label cells of relabelled images change, the rows of excluded ones go; every other byte stays. */
export async function correctTable(
  request: CorrectionRequest,
  labels: LabelsRequest,
): Promise<CorrectionPlan> {
  const { now, corrections, signal } = request;
  const walked = await runSteps(walkImages({ root: now.root, signal }));
  const opened = await openLabelTable({ root: now.root, walked, labels, signal });
  const bytes = await readInput(opened.file);
  const rows: CorrectedRow[] = [];
  for await (const row of opened.rows()) {
    const correction = row.image === undefined ? undefined : corrections.get(row.image);
    if (correction !== undefined) rows.push({ ...row, correction });
  }
  const { edits, leftOut } = new TableEdits(opened, bytes).make(rows);
  return {
    changes: edits.length === 0 ? [] : [{ kind: 'rewrite', file: opened.file, before: sha256(bytes), edits }],
    leftOut,
    notes: [],
  };
}

interface CorrectedRow extends LabelRow {
  readonly correction: Correction;
}

class TableEdits {
  private readonly opened: LabelTable;
  private readonly bytes: Buffer;
  private readonly text: Buffer;
  private readonly edits: SpanEdit[] = [];
  private readonly leftOut: LeftOutCorrection[] = [];

  constructor(opened: LabelTable, bytes: Buffer) {
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
      const { line, lines = 1 } = row.record;
      const start = starts.of(line);
      if (row.correction.decision.action === 'relabel')
        this.relabel(row, start, row.correction.decision.label);
      else this.remove({ start, end: starts.of(line + lines) });
    }
    return { edits: this.inBytes(), leftOut: this.leftOut };
  }

  private relabel(row: CorrectedRow, start: number, label: string): void {
    const { table, columns, file, classes } = this.opened;
    if (classes !== undefined) {
      this.exchange(row, start, { label, classes });
      return;
    }
    const cell = findCell(this.text, start, columns.labelIndex, table);
    const wasQuoted = this.text[cell.start] === '"'.charCodeAt(0);
    const value = table.isMarked ? markFormula(label) : label;
    const now = encodeText(quoteCell(value, table, { wasQuoted }), table.encoding);
    const image = row.image ?? row.written;
    if (isMissingLabel(label)) this.leaveOut(image, message('left-out-missing-label', { label }));
    else if (now === undefined)
      this.leaveOut(image, message('left-out-not-encoded', { label, file: path.basename(file) }));
    else this.edits.push({ ...cell, now });
  }

  /** In a table with a column per class, the 1 moves to the column of the new class. */
  private exchange(
    row: CorrectedRow,
    start: number,
    { label, classes }: { readonly label: string; readonly classes: ClassRows },
  ): void {
    const { table, file } = this.opened;
    const [from, to] = [classes.columnOf(row.label ?? ''), classes.columnOf(label)];
    if (from === undefined || from === to) return;
    if (to === undefined) {
      const why = message('left-out-no-class-column', { label, file: path.basename(file) });
      this.leaveOut(row.image ?? row.written, why);
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
