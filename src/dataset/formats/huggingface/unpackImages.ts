import { open } from 'node:fs/promises';
import * as v from 'valibot';
import type { FolderLook } from '../format';
import { unpacked, type Unpacked } from '../unpack';
import type { ParquetFile } from './parquetFile';

/** Where the images of a shard are in the file that they are unpacked to: image `i` from `offsets[i]` to `offsets[i + 1]`. */
export interface UnpackedImages {
  readonly place: Unpacked['place'];
  readonly offsets: Float64Array;
}

const OFFSET_BYTES = Float64Array.BYTES_PER_ELEMENT;
const imageSchema = v.object({ bytes: v.instance(Uint8Array) });

/** Unpacks the image column of a shard: all images one after the other, then their offsets. */
export async function unpackImages(
  look: FolderLook,
  {
    file,
    parquet,
    column,
  }: { readonly file: string; readonly parquet: ParquetFile; readonly column: string },
): Promise<UnpackedImages> {
  const { signal } = look;
  const { file: target, place } = await unpacked(look, {
    file,
    part: column,
    chunks: () => imagesThenOffsets(parquet, column, signal),
  });
  const handle = await open(target);
  try {
    const bytes = new Uint8Array((parquet.rows + 1) * OFFSET_BYTES);
    const { size } = await handle.stat();
    await handle.read(bytes, 0, bytes.length, size - bytes.length);
    return { place, offsets: new Float64Array(bytes.buffer) };
  } finally {
    await handle.close();
  }
}

async function* imagesThenOffsets(
  parquet: ParquetFile,
  column: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const offsets = new Float64Array(parquet.rows + 1);
  let row = 0;
  for await (const rows of parquet.read([column], signal))
    for (const { [column]: cell } of rows) {
      const image = v.safeParse(imageSchema, cell);
      const bytes = image.success ? image.output.bytes : new Uint8Array();
      yield bytes;
      offsets[row + 1] = offsets[row]! + bytes.length;
      row++;
    }
  yield new Uint8Array(offsets.buffer);
}
