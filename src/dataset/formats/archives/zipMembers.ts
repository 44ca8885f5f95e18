import { readZipName } from './zipName';
import type { WindowReader } from './windowReader';

/** A file in a zip archive, as the list at its end says. */
export interface ZipMember {
  readonly path: string;
  /** 0 for stored, 8 for Deflate, others. */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly isLink: boolean;
  /** As it is in the archive. */
  readonly bytes: number;
  /** Unpacked, as it claims. */
  readonly size: number;
  readonly headerAt: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LOCATOR = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64 = 0x06064b50;
const END64_BYTES = 56;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const MOST_COMMENT_BYTES = 0xffff;
/** Stands where the number is in an extra field. */
const IN_EXTRA = 0xffffffff;
/** Of the type of a file on Unix: a symbolic link. */
const LINK = 0xa000;
/** Of the systems that archives are made on. */
const UNIX = 3;
const ZIP64_EXTRA = 1;

/** Where the list of members is, and how many bytes precede the archive in its file. */
interface Directory {
  readonly at: number;
  readonly end: number;
  readonly shift: number;
}

/**
 * All files of a zip archive, folders left out (PKWARE APPNOTE 6.3.10, with zip64). Returns whether it could be read to its end; undefined
 * where the list of its members is missing, as it is where the end of the file is.
 */
export async function* zipMembers(
  reader: WindowReader,
): AsyncGenerator<ZipMember, 'whole' | 'damaged' | undefined> {
  const directory = await findDirectory(reader);
  if (directory === undefined) return undefined;
  for (let at = directory.at; at < directory.end;) {
    const entry = Buffer.from(await reader.read(at, ENTRY_BYTES));
    if (entry.length < ENTRY_BYTES || entry.readUInt32LE(0) !== ENTRY) return 'damaged';
    const nameBytes = entry.readUInt16LE(28);
    const extraBytes = entry.readUInt16LE(30);
    const rest = await reader.read(at + ENTRY_BYTES, nameBytes + extraBytes);
    const flags = entry.readUInt16LE(8);
    const path = readZipName(rest.subarray(0, nameBytes), { isUtf8: (flags & 0x800) !== 0 });
    const numbers = readNumbers(entry, rest.subarray(nameBytes));
    if (!path.endsWith('/'))
      yield {
        path,
        method: entry.readUInt16LE(10),
        isEncrypted: (flags & 1) !== 0,
        isLink: entry[5] === UNIX && (entry.readUInt16LE(40) & 0xf000) === LINK,
        ...numbers,
        headerAt: numbers.headerAt + directory.shift,
      };
    at += ENTRY_BYTES + nameBytes + extraBytes + entry.readUInt16LE(32);
  }
  return 'whole';
}

/** Where the bytes of a member begin; undefined where they are not, or not all, in the file. */
export async function startOfMember(
  reader: WindowReader,
  { headerAt, bytes }: ZipMember,
): Promise<number | undefined> {
  const header = await reader.read(headerAt, LOCAL_BYTES);
  if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL) return undefined;
  const start = headerAt + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  return start + bytes <= reader.size ? start : undefined;
}

async function findDirectory(reader: WindowReader): Promise<Directory | undefined> {
  const tailAt = Math.max(0, reader.size - END_BYTES - MOST_COMMENT_BYTES - LOCATOR_BYTES - END64_BYTES);
  const tail = Buffer.from(await reader.read(tailAt, reader.size - tailAt));
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END || at + END_BYTES + tail.readUInt16LE(at + 20) > tail.length) continue;
    const end64 = at - LOCATOR_BYTES - END64_BYTES;
    const is64 =
      end64 >= 0 && tail.readUInt32LE(at - LOCATOR_BYTES) === LOCATOR && tail.readUInt32LE(end64) === END64;
    const size = is64 ? Number(tail.readBigUInt64LE(end64 + 40)) : tail.readUInt32LE(at + 12);
    const offset = is64 ? Number(tail.readBigUInt64LE(end64 + 48)) : tail.readUInt32LE(at + 16);
    const end = tailAt + (is64 ? end64 : at);
    const shift = end - size - offset;
    return shift < 0 ? undefined : { at: offset + shift, end, shift };
  }
  return undefined;
}

/** Sizes and place, which of large archives are in an extra field: those that do not fit, in this order. */
function readNumbers(entry: Buffer, extra: Buffer) {
  const numbers = {
    size: entry.readUInt32LE(24),
    bytes: entry.readUInt32LE(20),
    headerAt: entry.readUInt32LE(42),
  };
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_EXTRA) continue;
    let field = at + 4;
    for (const key of ['size', 'bytes', 'headerAt'] as const)
      if (numbers[key] === IN_EXTRA && field + 8 <= extra.length) {
        numbers[key] = Number(extra.readBigUInt64LE(field));
        field += 8;
      }
  }
  return numbers;
}
