import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { ContentHash } from '../decodedFacts';

/** The bytes of a file and what identifies this version of it. */
export interface ImageFile {
  readonly bytes: Buffer;
  /** In bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/**
 * Reads a whole file; the size and times belong to the very bytes read, even while others replace the file. Synchronous,
 * for threads that decode: for small files, asking the thread pool four times takes ten times as long as reading.
 */
export function readImageFile(file: string): ImageFile {
  const handle = openSync(file, 'r');
  try {
    const { size, mtimeMs, ctimeMs } = fstatSync(handle);
    return { bytes: readFileSync(handle), size, mtimeMs, ctimeMs };
  } finally {
    closeSync(handle);
  }
}

/** The content hash of a file with these bytes. */
export function hashContent(bytes: Uint8Array): ContentHash {
  const digest = createHash('sha256').update(bytes).digest();
  return [digest.readUInt32BE(0), digest.readUInt32BE(4), digest.readUInt32BE(8), digest.readUInt32BE(12)];
}
