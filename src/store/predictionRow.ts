import { open } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { decodeFloats, floatBytes, floatType } from '../core/npy';
import { decodeNpyHeader } from '../core/npyHeader';
import type { RunSummary } from '../core/run/run';
import type { ImageIndex } from '../core/spaces';
import { systemErrorCode } from '../core/systemErrorCode';
import { damaged } from '../files/csvFile';
import { runsFolder, type StoreLocation } from './location';
import { message } from '../core/words/message';

/** Our own headers take 128 bytes; those of others are rarely longer. */
const HEADER_BYTES = 1024;

/** What the models predict for one image: a probability per class, read without the rest of the file. @throws AppError `run-damaged`. */
export async function readPredictionRow(
  location: StoreLocation,
  { id, images, classes }: RunSummary,
  image: ImageIndex,
): Promise<Float32Array | Float64Array> {
  const file = path.join(runsFolder(location), id, 'predictions.npy');
  try {
    const handle = await open(file);
    try {
      const start = await handle.read(new Uint8Array(HEADER_BYTES), 0, HEADER_BYTES, 0);
      const header = decodeNpyHeader(start.buffer.subarray(0, start.bytesRead), file, 'run-damaged');
      if (header.shape.join() !== [images, classes.length].join())
        throw damaged(file, message('file-other-size', { images, classes: classes.length }));
      const type = floatType(header.descr, file);
      const bytes = classes.length * floatBytes(type);
      const row = await handle.read(new Uint8Array(bytes), 0, bytes, header.dataStart + image * bytes);
      if (row.bytesRead === bytes) return decodeFloats(type, row.buffer);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined && !(cause instanceof AppError)) throw cause;
    if (cause instanceof AppError && cause.code === 'run-damaged') throw cause;
    throw damaged(file, code ?? message('file-no-npy'), cause);
  }
  throw damaged(file, message('file-no-row', { row: `${image}` }));
}
