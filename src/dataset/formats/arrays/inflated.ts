import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip, createInflateRaw } from 'node:zlib';
import { AppError } from '../../../core/appError';
import { systemErrorCode } from '../../../core/systemErrorCode';
import { message } from '../../../core/words/message';

/** A compressed part of a file. */
export interface Compressed {
  /** Absolute. */
  readonly file: string;
  /** Where it is in the file; absent: all of it, compressed by gzip. */
  readonly deflated?: { readonly offset: number; readonly bytes: number };
  /** No more than so many bytes are unpacked, whatever is in it. */
  readonly most: number;
}

/** Its bytes, unpacked. @throws AppError `labels-unreadable` where it is damaged. */
export async function* inflated({ file, deflated, most }: Compressed): AsyncGenerator<Uint8Array, void> {
  const range = deflated && { start: deflated.offset, end: deflated.offset + deflated.bytes - 1 };
  const unzip = deflated === undefined ? createGunzip() : createInflateRaw();
  // Failures of both reach whoever reads the last stream.
  const bytes = pipeline(createReadStream(file, range), unzip, () => undefined);
  let left = most;
  try {
    for await (const chunk of bytes) {
      const part = (chunk as Buffer).subarray(0, left); // zlib gives nothing else
      yield part;
      left -= part.length;
      if (left === 0) return;
    }
  } catch (cause) {
    if (systemErrorCode(cause)?.startsWith('Z_') !== true) throw cause;
    throw new AppError('labels-unreadable', message('compressed-damaged', { file: path.basename(file) }), {
      cause,
    });
  }
}
