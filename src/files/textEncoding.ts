import { isUtf8 } from 'node:buffer';

/** What a text file may be written in. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Letters of a Western word that are not ASCII stand next to each other so often at most; Cyrillic or Chinese ones all do. */
const MOST_IN_A_ROW = 3;
/** Bytes looked at for the zeros of UTF-16 without a byte order mark. */
const ZEROS_SAMPLE = 4096;

/**
 * The encoding of a file that starts with `bytes`, which do not end within a character. Undefined for what is not text,
 * or in an encoding that cannot be told from others.
 */
export function detectEncoding(bytes: Buffer): TextEncoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes.includes(0)) return utf16ByZeros(bytes.subarray(0, ZEROS_SAMPLE));
  return detectEightBit(bytes);
}

/** The encoding of a part of a file that is not UTF-16. */
export function detectEightBit(bytes: Buffer): 'utf-8' | 'windows-1252' | undefined {
  if (isUtf8(bytes)) return 'utf-8';
  return isWindows1252(bytes) ? 'windows-1252' : undefined;
}

/** Letters, digits and punctuation below 256 have a zero in every other byte. */
function utf16ByZeros(sample: Buffer): TextEncoding | undefined {
  const zeros = [0, 0];
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i % 2]!++;
  const [even = 0, odd = 0] = zeros;
  const most = sample.length / 4;
  if (odd > most && even === 0) return 'utf-16le';
  return even > most && odd === 0 ? 'utf-16be' : undefined;
}

/** What spreadsheets on Western Windows write by default. */
function isWindows1252(bytes: Buffer): boolean {
  let inARow = 0;
  for (const byte of bytes) {
    inARow = byte < 0x80 ? 0 : inARow + 1;
    const isUndefined = byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d;
    const isControl = byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
    if (inARow > MOST_IN_A_ROW || isUndefined || isControl) return false;
  }
  return true;
}

/** A whole file as text, without a byte order mark: in UTF-8 where nothing else can be told. */
export const decodeText = (bytes: Buffer): string =>
  new TextDecoder(detectEncoding(bytes) ?? 'utf-8').decode(bytes);

/** Turns consecutive pieces of a file into UTF-8 without a byte order mark. UTF-8 itself is passed on unchecked. */
export function createToUtf8(encoding: TextEncoding): (bytes: Buffer, isLast: boolean) => Buffer {
  if (encoding !== 'utf-8') {
    const decoder = new TextDecoder(encoding);
    return (bytes, isLast) => Buffer.from(decoder.decode(bytes, { stream: !isLast }));
  }
  let isFirst = true;
  return (bytes) => {
    const hasMark = isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    isFirst = false;
    return hasMark ? bytes.subarray(3) : bytes;
  };
}
