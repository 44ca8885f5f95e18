import { open, type FileHandle } from 'node:fs/promises';
import { AppError } from '../core/appError';
import { floatBytes, floatType, type FloatType } from '../core/npy';
import { decodeNpyHeader } from '../core/npyHeader';
import { systemErrorCode } from '../core/systemErrorCode';
import { message, type Message } from '../core/words/message';
import { damaged } from '../files/csvFile';

/** A `.npy` file of a run with floating-point numbers, open to read parts of it. */
export interface NpyFile {
  readonly handle: FileHandle;
  readonly shape: readonly number[];
  readonly type: FloatType;
  /** Byte offset of the numbers. */
  readonly dataStart: number;
}

/** Our own headers take 128 bytes; those of others are rarely longer. */
const HEADER_BYTES = 1024;

/** Opens a file of a run; undefined when there is none. @throws AppError `run-damaged`. */
export async function readNpyFile<T>(
  file: string,
  read: (opened: NpyFile) => Promise<T>,
): Promise<T | undefined> {
  try {
    const handle = await open(file);
    try {
      const start = await handle.read(new Uint8Array(HEADER_BYTES), 0, HEADER_BYTES, 0);
      const header = decodeNpyHeader(start.buffer.subarray(0, start.bytesRead), file, 'run-damaged');
      const { shape, descr, dataStart } = header;
      return await read({ handle, shape, type: floatType(descr, file), dataStart });
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === 'ENOENT') return undefined;
    if (code === undefined && !(cause instanceof AppError)) throw cause;
    if (cause instanceof AppError && cause.code === 'run-damaged') throw cause;
    throw damaged(file, code ?? message('file-no-npy'), cause);
  }
}

/**
 * Looks whether a file of a run holds as many numbers as its shape says, and whether that shape begins with `shape`; reads
 * none of them. @returns false when there is no such file. @throws AppError `run-damaged`, for `why` where it has another shape.
 */
export async function checkNpyFile(file: string, shape: readonly number[], why: Message): Promise<boolean> {
  const isThere = await readNpyFile(file, async (found) => {
    if (shape.some((size, axis) => size !== found.shape[axis])) throw damaged(file, why);
    const { size } = await found.handle.stat();
    const numbers = found.shape.reduce((product, length) => product * length, 1);
    if (size !== found.dataStart + numbers * floatBytes(found.type))
      throw damaged(file, message('file-too-short'));
    return true;
  });
  return isThere ?? false;
}
