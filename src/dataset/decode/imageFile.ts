import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

/** The bytes of a file and what identifies this version of it. */
export interface ImageFile {
  readonly bytes: Buffer;
  /** In bytes. */
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * Reads a whole file; the size and time belong to the very bytes read, even while others replace the file. Synchronous,
 * for threads that decode: for small files, asking the thread pool four times takes ten times as long as reading.
 */
export function readImageFile(file: string): ImageFile {
  const handle = openSync(file, 'r');
  try {
    const { size, mtimeMs } = fstatSync(handle);
    return { bytes: readFileSync(handle), size, mtimeMs };
  } finally {
    closeSync(handle);
  }
}
