import type { WindowReader } from './windowReader';

/** A file in a tar archive. */
export interface TarMember {
  readonly path: string;
  /** Where its bytes begin in the archive. */
  readonly offset: number;
  readonly bytes: number;
  /** Its bytes are only the parts that are not empty. */
  readonly isSparse: boolean;
}

/** Whether all of an archive could be read: it may end in a member, or hold what is no header. */
export type TarEnd = 'whole' | 'cut off' | 'damaged';

const BLOCK = 512;
/** Names and pax records are shorter; what claims to be more is no archive. */
const MOST_EXTRA_BYTES = 1 << 20;
/** A name of GNU tar that does not fit into a header. */
const LONG_NAME = 'L';
const PAX = 'x';
const GNU_SPARSE = 'S';
const FILES = new Set(['0', '\0', '7', GNU_SPARSE]);
/** What follows the header of a link, a device or a folder: nothing, whatever size it says. */
const EMPTY = new Set(['1', '2', '3', '4', '5', '6']);

/** What precedes a member and is about it. */
interface Extra {
  readonly path?: string | undefined;
  readonly bytes?: number | undefined;
  readonly isSparse?: boolean | undefined;
}

/**
 * All regular files of a tar archive (POSIX.1-2001 pax, ustar, GNU), in its order. Like `tarfile` it stops at the first empty
 * block. What comes before damage is good.
 */
export async function* tarMembers(reader: WindowReader): AsyncGenerator<TarMember, TarEnd> {
  let extra: Extra = {};
  for (let at = 0; at < reader.size;) {
    const header = Buffer.from(await reader.read(at, BLOCK));
    if (header.length < BLOCK) return 'cut off';
    if (header.every((byte) => byte === 0)) return 'whole';
    if (!hasRightSum(header)) return 'damaged';
    const type = String.fromCharCode(header[156]!);
    const bytes = EMPTY.has(type) ? 0 : (extra.bytes ?? readNumber(header, 124, 12));
    const offset = type === GNU_SPARSE ? await behindMap(reader, at, header) : at + BLOCK;
    if (!Number.isSafeInteger(bytes) || bytes < 0) return 'damaged';
    if (offset + bytes > reader.size) return 'cut off';
    if (type === LONG_NAME || type === PAX) {
      if (bytes > MOST_EXTRA_BYTES) return 'damaged';
      const content = Buffer.from(await reader.read(offset, bytes));
      extra = { ...extra, ...(type === PAX ? readPax(content) : { path: readText(content) }) };
    } else if (type !== 'K' && type !== 'g') {
      const isSparse = type === GNU_SPARSE || extra.isSparse === true;
      if (FILES.has(type))
        yield { path: (extra.path ?? nameOf(header)).replace(/^(?:\.\/)+/u, ''), offset, bytes, isSparse };
      extra = {};
    }
    at = offset + Math.ceil(bytes / BLOCK) * BLOCK;
  }
  // Where there are members, the empty block behind them is missing.
  return reader.size === 0 ? 'whole' : 'cut off';
}

/** Of a sparse file: blocks that list its parts may follow the header, each of which says whether there is another. */
async function behindMap(reader: WindowReader, headerAt: number, header: Buffer): Promise<number> {
  let at = headerAt + BLOCK;
  for (let hasMore = header[482] !== 0; hasMore && at < reader.size; at += BLOCK)
    hasMore = ((await reader.read(at, BLOCK))[504] ?? 0) !== 0;
  return at;
}

/** The sum of all bytes of a header, those of the sum itself counted as blanks. */
function hasRightSum(header: Buffer): boolean {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 0x20 : header[i]!;
  return sum === readNumber(header, 148, 8);
}

/** Octal digits, or where they do not suffice a binary number, which has its first bit set. */
function readNumber(header: Buffer, at: number, length: number): number {
  if (header[at]! < 0x80) return Number.parseInt(header.toString('latin1', at, at + length).trim() || '0', 8);
  let value = header[at]! & 0x7f;
  for (let i = at + 1; i < at + length; i++) value = value * 256 + header[i]!;
  return value;
}

function nameOf(header: Buffer): string {
  const name = readText(header.subarray(0, 100));
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? readText(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

const readText = (bytes: Buffer): string => {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
};

/** Records of `length key=value\n`, whose length counts all of it. */
function readPax(content: Buffer): Extra {
  const found: { path?: string; bytes?: number; isSparse?: boolean } = {};
  for (let at = 0; at < content.length;) {
    const blank = content.indexOf(0x20, at);
    const length = blank < 0 ? 0 : Number(content.toString('latin1', at, blank));
    if (!(length > 0)) break;
    const [key, value] = splitOnce(content.toString('utf8', blank + 1, at + length - 1));
    if (key === 'path') found.path = value;
    if (key === 'size') found.bytes = Number(value);
    if (key.startsWith('GNU.sparse.')) found.isSparse = true;
    if (key === 'GNU.sparse.name') found.path = value;
    at += length;
  }
  return found;
}

function splitOnce(record: string): readonly [string, string] {
  const equals = record.indexOf('=');
  return [record.slice(0, Math.max(equals, 0)), record.slice(equals + 1)];
}
