import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { ByteEdit } from './fileChange';

/** Of a file that is larger, only so much is held at a time. */
const PIECE_BYTES = 1 << 20;

/** SHA-256 of a file's content, in hex. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: PIECE_BYTES }), hash);
  return hash.digest('hex');
}

/** The same of what `editedPieces` gives. */
export async function hashEdited(file: string, edits: readonly ByteEdit[]): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of editedPieces(file, edits)) hash.update(piece);
  return hash.digest('hex');
}

/**
 * A file's content with all edits made, piece by piece. @throws Error where its bytes are not those that the edits are about, and the
 * system's error.
 */
export async function* editedPieces(
  file: string,
  edits: readonly ByteEdit[],
): AsyncGenerator<Uint8Array, void> {
  const handle = await open(file);
  async function* pieces(start: number, end: number): AsyncGenerator<Buffer, void> {
    for (let at = start; at < end;) {
      const bytes = Buffer.alloc(Math.min(PIECE_BYTES, end - at));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, at);
      if (bytesRead === 0) return;
      yield bytes.subarray(0, bytesRead);
      at += bytesRead;
    }
  }
  try {
    let end = 0;
    for (const { offset, was, now } of edits) {
      if (offset < end) throw misfit(offset);
      yield* pieces(end, offset);
      const there: Buffer[] = [];
      for await (const piece of pieces(offset, offset + was.length)) there.push(piece);
      if (!Buffer.concat(there).equals(was)) throw misfit(offset);
      yield now;
      end = offset + was.length;
    }
    yield* pieces(end, Infinity);
  } finally {
    await handle.close();
  }
}

const misfit = (offset: number) => new Error(`The edit at byte ${offset} does not fit the file.`);
