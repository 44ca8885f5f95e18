import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { AppError } from '../../../core/appError';
import { decodeNpyHeader, type NpyHeader } from '../../../core/npyHeader';
import { message } from '../../../core/words/message';
import type { WindowReader } from '../archives/windowReader';
import { startOfMember, type ZipMember } from '../archives/zipMembers';
import type { FolderLook } from '../format';
import { unpacked, type Unpacked } from '../unpack';
import type { NamedArray } from './foundArrays';
import { inflated } from './inflated';
import { itemBytes } from './labelArray';
import { withReader } from './withReader';

/** Longer than any header that numpy writes. */
const HEADER_BYTES = 1 << 16;
/** More than labels of a hundred million images take. */
const MOST_INFLATED = 1 << 30;
const STORED = 0;
const DEFLATED = 8;

/** An array whose numbers are in a file as they are. */
export interface PlainArray extends Pick<Unpacked, 'place'> {
  readonly header: NpyHeader;
  /** Of the first number in the file. */
  readonly start: number;
}

/** Where the numbers of an array are; of a compressed one, after it is unpacked. @throws AppError `labels-unreadable` where it is damaged. */
export async function findNumbers(look: FolderLook, array: NamedArray): Promise<PlainArray> {
  const { member, ...unpackedArray } = array;
  const isDeflated = member?.method === DEFLATED;
  const { file, place } = isDeflated ? await unpackMember(look, array, member) : plain(look, array);
  return withReader({ file, name: array.file }, async (reader) => {
    const { at, bytes } = await placeOf(reader, isDeflated ? unpackedArray : array);
    const head = Buffer.from(await reader.read(at, Math.min(bytes, HEADER_BYTES)));
    const header = checked(array, head, bytes);
    return { place, header, start: at + header.dataStart };
  });
}

const plain = ({ root }: FolderLook, { file }: NamedArray): Unpacked => ({
  file: path.join(root, file),
  place: { file },
});

async function unpackMember(look: FolderLook, array: NamedArray, member: ZipMember): Promise<Unpacked> {
  const { file } = plain(look, array);
  const deflated = await withReader({ file, name: array.file }, async (reader) => {
    const { at, bytes } = await placeOf(reader, array);
    return { offset: at, bytes };
  });
  return unpacked(look, {
    file: array.file,
    part: member.path,
    chunks: () => inflated({ file, deflated, most: member.size }),
  });
}

/** An array and all its bytes. @throws AppError `labels-unreadable` where it is damaged or far too large. */
export function readArray(
  look: FolderLook,
  array: NamedArray,
): Promise<{ readonly header: NpyHeader; readonly bytes: Buffer }> {
  return withReader({ file: plain(look, array).file, name: array.file }, async (reader) => {
    const { at, bytes } = await placeOf(reader, array);
    if (Math.max(bytes, array.member?.size ?? 0) > MOST_INFLATED) throw damaged(array);
    const packed = Buffer.from(await reader.read(at, bytes));
    const all = array.member?.method === DEFLATED ? inflate(array, packed) : packed;
    const header = checked(array, all, all.length);
    return { header, bytes: all.subarray(header.dataStart) };
  });
}

async function placeOf(reader: WindowReader, array: NamedArray) {
  const { member } = array;
  if (member === undefined) return { at: 0, bytes: reader.size };
  if (member.isEncrypted || (member.method !== STORED && member.method !== DEFLATED)) throw damaged(array);
  const at = await startOfMember(reader, member);
  if (at === undefined) throw damaged(array);
  return { at, bytes: member.bytes };
}

function inflate(array: NamedArray, packed: Buffer): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: MOST_INFLATED });
  } catch {
    throw damaged(array);
  }
}

/** The header of an array of `bytes` bytes, if as many numbers are there as it says. */
function checked({ path: array }: NamedArray, head: Buffer, bytes: number): NpyHeader {
  const header = decodeNpyHeader(head, array, 'labels-unreadable');
  const { descr, shape, dataStart } = header;
  const item = itemBytes(descr);
  if (item === undefined)
    throw new AppError('labels-unreadable', message('labels-of-type', { array, type: descr }));
  const needed = shape.reduce((count, size) => count * size, item);
  if (needed !== bytes - dataStart)
    throw new AppError(
      'labels-unreadable',
      message('npy-length', {
        file: array,
        shape: shape.join(', '),
        needed: `${needed}`,
        length: `${bytes - dataStart}`,
      }),
    );
  return header;
}

const damaged = ({ path: array }: NamedArray): AppError =>
  new AppError('labels-unreadable', message('array-damaged', { array }));
