import type { TextEncoding } from '../../files/textEncoding';
import type { RecordForm } from '../../files/recordCutter';
import type { Span } from './spanEdits';

const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** Where lines begin in the text of a table: asked for in rising order, it is walked through once. */
export class LineStarts {
  private readonly text: Buffer;
  private readonly newline: number;
  private line = 1;
  private start = 0;

  constructor(text: Buffer, { newline }: Pick<RecordForm, 'newline'>) {
    this.text = text;
    this.newline = newline.charCodeAt(0);
  }

  /** The first byte of a line, counted from 1; the end of the text behind the last. */
  of(line: number): number {
    for (; this.line < line && this.start < this.text.length; this.line++) {
      const end = this.text.indexOf(this.newline, this.start);
      this.start = end < 0 ? this.text.length : end + 1;
    }
    return this.start;
  }
}

/**
 * Where a cell of the record that begins at `start` is, without blanks around it where they are left out, but with its quotes; as
 * `RecordCutter` cuts it.
 */
export function findCell(text: Buffer, start: number, index: number, form: RecordForm): Span {
  const delimiter = form.delimiter.charCodeAt(0);
  const newline = form.newline.charCodeAt(0);
  let at = start;
  for (let cell = 0; ; cell++) {
    let open = at;
    if (form.trim) while (text[open] === SPACE) open++;
    const isQuoted = text[open] === QUOTE;
    const close = isQuoted ? closingQuote(text, open) : open;
    let end = isQuoted ? close + 1 : at;
    while (end < text.length && text[end] !== delimiter && text[end] !== newline) end++;
    if (cell === index) {
      if (isQuoted) return { start: open, end: close + 1 };
      const isLineEnd = text[end - 1] === CARRIAGE_RETURN && text[end] !== delimiter && end > at;
      return trimmed(text, { start: at, end: isLineEnd ? end - 1 : end }, form);
    }
    at = end + 1;
  }
}

function trimmed(text: Buffer, span: Span, { trim }: RecordForm): Span {
  if (!trim) return span;
  const cell = text.toString('utf8', span.start, span.end);
  const start = span.start + Buffer.byteLength(cell) - Buffer.byteLength(cell.trimStart());
  return { start, end: start + Buffer.byteLength(cell.trim()) };
}

function closingQuote(text: Buffer, open: number): number {
  let close = text.indexOf(QUOTE, open + 1);
  while (close >= 0 && text[close + 1] === QUOTE) close = text.indexOf(QUOTE, close + 2);
  return close < 0 ? text.length - 1 : close;
}

/** A text as a cell: in quotes where the one in its place had them, or where it needs them. */
export function quoteCell(
  value: string,
  { delimiter, newline }: RecordForm,
  { wasQuoted }: { readonly wasQuoted: boolean },
): string {
  const needsQuotes = [delimiter, newline, '"', '\r', '\n'].some((sign) => value.includes(sign));
  return wasQuoted || needsQuotes ? `"${value.replaceAll('"', '""')}"` : value;
}

/** The bytes of a text in an encoding without a byte order mark; undefined where it has no bytes for a letter. */
export function encodeText(text: string, encoding: TextEncoding): Buffer | undefined {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'windows-1252':
      return encodeWindows1252(text);
  }
}

function encodeWindows1252(text: string): Buffer | undefined {
  const byteOf = new Map<string, number>();
  const decoder = new TextDecoder('windows-1252');
  for (let byte = 0; byte < 256; byte++) byteOf.set(decoder.decode(Uint8Array.of(byte)), byte);
  const bytes = Array.from(text, (letter) => byteOf.get(letter));
  return bytes.every((byte) => byte !== undefined) ? Buffer.from(bytes) : undefined;
}

/** Places in the UTF-8 text of a file as those in its bytes: asked for in rising order, the text is walked through once. */
export class FileOffsets {
  private readonly text: Buffer;
  private readonly encoding: TextEncoding;
  private at = 0;
  private offset: number;

  constructor(text: Buffer, encoding: TextEncoding, markBytes: number) {
    this.text = text;
    this.encoding = encoding;
    this.offset = markBytes;
  }

  of(place: number): number {
    const between = this.text.subarray(this.at, place);
    const units = this.encoding === 'utf-8' ? between.length : between.toString('utf8').length;
    this.offset += this.encoding.startsWith('utf-16') ? 2 * units : units;
    this.at = place;
    return this.offset;
  }
}
