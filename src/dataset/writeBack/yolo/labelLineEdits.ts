import type { SpanEdit } from '../spanEdits';

/** What becomes of lines of a label file, counted from 1: the number of another class, or null for those that go. */
export type LineChanges = ReadonlyMap<number, number | null>;

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Where each line of a file begins and ends, its line end left out; lines end as in `readLabelLines`. */
function linesOf(
  bytes: Buffer,
): readonly { readonly start: number; readonly end: number; readonly next: number }[] {
  const lines: { start: number; end: number; next: number }[] = [];
  for (let start = 0; start < bytes.length;) {
    let end = start;
    while (end < bytes.length && bytes[end] !== NEWLINE && bytes[end] !== CARRIAGE_RETURN) end++;
    const isBoth = bytes[end] === CARRIAGE_RETURN && bytes[end + 1] === NEWLINE;
    const next = Math.min(end + (isBoth ? 2 : 1), bytes.length);
    lines.push({ start, end, next });
    start = next;
  }
  return lines;
}

/** Only the first number of a line changes; a line goes with its end, or that of the one before where the last has none. */
export function labelLineEdits(bytes: Buffer, changes: LineChanges): readonly SpanEdit[] {
  const lines = linesOf(bytes);
  const edits: SpanEdit[] = [];
  let keptEnd = 0;
  let runStart: number | undefined;
  for (const [index, { start, end }] of lines.entries()) {
    const change = changes.get(index + 1);
    if (change === null) {
      runStart ??= start;
      continue;
    }
    if (runStart !== undefined) edits.push({ start: runStart, end: start, now: Buffer.alloc(0) });
    runStart = undefined;
    keptEnd = end;
    if (change !== undefined)
      edits.push({ ...firstNumber(bytes, start, end), now: Buffer.from(`${change}`) });
  }
  const last = lines.at(-1);
  if (runStart !== undefined && last !== undefined) {
    const hasEnd = last.end < last.next;
    edits.push({
      start: hasEnd ? runStart : Math.min(keptEnd, runStart),
      end: last.next,
      now: Buffer.alloc(0),
    });
  }
  return edits;
}

function firstNumber(bytes: Buffer, lineStart: number, lineEnd: number) {
  const line = bytes.toString('latin1', lineStart, lineEnd);
  const found = /[+\-.\de]+/iu.exec(line);
  const start = lineStart + (found?.index ?? 0);
  return { start, end: start + (found?.[0].length ?? 0) };
}
