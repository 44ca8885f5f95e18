import type { ByteEdit } from '../../files/changes/fileChange';

/** A part of a text in bytes; `end` is behind the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A part and what comes in its place. */
export interface SpanEdit extends Span {
  readonly now: Buffer;
}

export const removal = ({ start, end }: Span): SpanEdit => ({ start, end, now: Buffer.alloc(0) });

/** Edits of a file with these bytes, in their order. */
export const toByteEdits = (bytes: Buffer, edits: readonly SpanEdit[]): readonly ByteEdit[] =>
  [...edits]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, now }) => ({ offset: start, was: bytes.subarray(start, end), now }));

/**
 * The parts to take out of a list so that elements go with the commas behind them, or before them at the end of the list; what
 * is left stands as it stood.
 */
export function removalsFromList(
  elements: readonly Span[],
  isRemoved: (index: number) => boolean,
): readonly Span[] {
  const spans: Span[] = [];
  let keptEnd: number | undefined;
  let runStart: number | undefined;
  for (const [index, { start, end }] of elements.entries()) {
    if (isRemoved(index)) runStart ??= start;
    else {
      if (runStart !== undefined) spans.push({ start: runStart, end: start });
      runStart = undefined;
      keptEnd = end;
    }
  }
  const last = elements.at(-1);
  if (runStart !== undefined && last !== undefined) spans.push({ start: keptEnd ?? runStart, end: last.end });
  return spans;
}
