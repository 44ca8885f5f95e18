import { isUtf8 } from 'node:buffer';
import { message } from '../../../core/words/message';
import type { ByteEdit } from '../../../files/changes/fileChange';
import type { LeftOutCorrection } from '../corrector';
import { JsonPlaces, quoteJson } from '../json/jsonPlaces';
import { removal, toByteEdits, type Span, type SpanEdit } from '../spanEdits';
import { LineStarts } from '../tableCells';
import { labelLike, type ClassNumbers } from './classNumbers';
import type { RowCorrection } from './correctColumn';

/** JSON lines whose labels change. */
export interface LabelLines {
  /** For people. */
  readonly file: string;
  readonly column: string;
  readonly numbers: ClassNumbers | undefined;
  /** By their lines, from 1, in order. */
  readonly rows: ReadonlyMap<number, RowCorrection>;
}

/** The values of a key change in some lines, others go; every other byte stays. */
export function correctLines(
  bytes: Buffer,
  { file, column, numbers, rows }: LabelLines,
): { readonly edits: readonly ByteEdit[]; readonly leftOut: readonly LeftOutCorrection[] } {
  if (!isUtf8(bytes))
    return {
      edits: [],
      leftOut: [...rows.values()].map(({ path }) => ({ path, why: message('left-out-not-utf8', { file }) })),
    };
  const starts = new LineStarts(bytes, { newline: '\n' });
  const isAscii = bytes.every((byte) => byte < 0x80);
  const edits: SpanEdit[] = [];
  /** Lines that follow each other at once. */
  const removed: Span[] = [];
  const leftOut: LeftOutCorrection[] = [];
  for (const [number, { path, correction }] of rows) {
    const line = { start: starts.of(number), end: starts.of(number + 1) };
    if (correction.decision.action === 'exclude') {
      const before = removed.at(-1);
      if (before?.end === line.start) removed.pop();
      removed.push({ start: before?.end === line.start ? before.start : line.start, end: line.end });
      continue;
    }
    const json = new JsonPlaces(bytes.subarray(line.start, line.end));
    const { label } = correction.decision;
    const place = labelPlace(json, column);
    const span = json.find(place);
    const now = valueLike(json.valueAt(place), { label, numbers, isAscii });
    if (span === undefined) leftOut.push({ path, why: message('left-out-not-found') });
    else if (now === undefined) leftOut.push({ path, why: message('left-out-no-number') });
    else edits.push({ start: line.start + span.start, end: line.start + span.end, now: Buffer.from(now) });
  }
  edits.push(...removed.map((lines) => removal(wholeLines(bytes, lines))));
  return { edits: toByteEdits(bytes, edits), leftOut };
}

/** A list of one is its only item. */
function labelPlace(json: JsonPlaces, column: string): readonly (string | number)[] {
  const place: (string | number)[] = [column];
  while (json.elementsAt(place).length === 1) place.push(0);
  return place;
}

/** As JSON; undefined for a name where there is a number. */
function valueLike(
  value: unknown,
  {
    label,
    numbers,
    isAscii,
  }: { readonly label: string; readonly numbers: ClassNumbers | undefined; readonly isAscii: boolean },
): string | undefined {
  if (typeof value === 'string') return quoteJson(labelLike(value, label, numbers), { isAscii });
  if (typeof value === 'boolean') return /^(?:true|false)$/u.test(label) ? label : undefined;
  const written = labelLike(String(value), label, numbers);
  return /^(?:0|-?[1-9]\d*)$/u.test(written) ? written : undefined;
}

/** Where the last line has no end, it has none afterwards. */
function wholeLines(bytes: Buffer, { start, end }: Span): Span {
  const newline = 0x0a;
  if (end < bytes.length || bytes.at(-1) === newline || start === 0) return { start, end };
  return { start: start - (bytes[start - 2] === 0x0d ? 2 : 1), end };
}
