/** A file of a value and of long arrays beside it: what `readFile` cannot read, which ends at 2 GiB, and `serialize` copies. */
import { open, type FileHandle } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { writeFileAtomic, type AtomicWriteOptions } from '../../../files/atomicWrite';

export interface ArraysFile {
  /** Anything that `serialize` of `node:v8` takes. */
  readonly head: unknown;
  /** Of any length; kept in the byte order of the machine. */
  readonly arrays: readonly Float32Array[];
}

interface Layout {
  readonly head: unknown;
  readonly lengths: readonly number[];
}

/** The file is none of these, or was cut off. */
export class DamagedArrays extends Error {
  constructor(options?: ErrorOptions) {
    super('The file does not hold what it should.', options);
    this.name = 'DamagedArrays';
  }
}

const LENGTH_BYTES = 8;
const PART_BYTES = 1 << 26;

/** Replaces the file: `writeFileAtomic`. @throws AppError `store-unwritable`. */
export async function writeArraysFile(
  file: string,
  { head, arrays }: ArraysFile,
  options?: AtomicWriteOptions,
): Promise<void> {
  const layout: Layout = { head, lengths: arrays.map(({ length }) => length) };
  const start = serialize(layout);
  const size = Buffer.alloc(LENGTH_BYTES);
  size.writeBigUInt64LE(BigInt(start.length));
  await writeFileAtomic(file, [size, start, ...arrays.map(bytesOf)], options);
}

/** @throws DamagedArrays; the system's error where the file cannot be read; RangeError where memory is too short. */
export async function readArraysFile(file: string, partBytes = PART_BYTES): Promise<ArraysFile> {
  const handle = await open(file);
  try {
    const { size: fileBytes } = await handle.stat();
    const size = Buffer.alloc(LENGTH_BYTES);
    await fill(handle, size, partBytes);
    const startBytes = Number(size.readBigUInt64LE());
    if (LENGTH_BYTES + startBytes > fileBytes) throw new DamagedArrays();
    const start = Buffer.alloc(startBytes);
    await fill(handle, start, partBytes);
    const { head, lengths } = readLayout(start);
    const bytes = lengths.reduce((sum, length) => sum + length * Float32Array.BYTES_PER_ELEMENT, 0);
    if (LENGTH_BYTES + startBytes + bytes !== fileBytes) throw new DamagedArrays();
    const arrays = lengths.map((length) => new Float32Array(length));
    for (const array of arrays) await fill(handle, bytesOf(array), partBytes);
    return { head, arrays };
  } finally {
    await handle.close();
  }
}

function readLayout(start: Uint8Array): Layout {
  try {
    return deserialize(start) as Layout; // of `writeArraysFile`
  } catch (cause) {
    throw new DamagedArrays({ cause });
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Reads on from where the file was left. */
async function fill(handle: FileHandle, bytes: Uint8Array, partBytes: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(partBytes, bytes.length - done), null);
    if (bytesRead === 0) throw new DamagedArrays();
    done += bytesRead;
  }
}
