import { brotliCompressSync, gzipSync } from 'node:zlib';
import { int32, int64, list, struct, text, varint, writeThrift, type ThriftStruct } from './thrift';

/** As Parquet numbers them. */
export const PHYSICAL = { INT32: 1, INT64: 2, BYTE_ARRAY: 6 } as const;
export type Physical = keyof typeof PHYSICAL;
export const CODECS = { UNCOMPRESSED: 0, GZIP: 2, BROTLI: 4 } as const;
export type Codec = keyof typeof CODECS;
const [PLAIN, RLE] = [0, 3];
const DATA_PAGE = 0;

/** Values of a column: integers, or bytes; null where there is none. */
export type ColumnValue = bigint | Uint8Array | null;

export interface ColumnForm {
  /** Names of the columns around it and its own. */
  readonly path: readonly string[];
  readonly physical: Physical;
  /** How many of the columns in its path may have no value: 0, and it always has one. */
  readonly optional: number;
  readonly codec: Codec;
}

/** The values of a column in a row group, as they stand in a file, and what its footer says of them. */
export interface ColumnChunk {
  /** One page. */
  readonly bytes: Buffer;
  /** `ColumnMetaData`, as at the start of a file: its offset is yet to be added. */
  readonly metadata: ThriftStruct;
}

/** Encodes a column plainly, in one page. @throws RangeError where it takes 2 GB or more. */
export function encodeColumnChunk(form: ColumnForm, values: readonly ColumnValue[]): ColumnChunk {
  const { path, physical, optional, codec } = form;
  const present = values.filter((value) => value !== null);
  const levels = optional === 0 ? [] : definitionLevels(values, optional);
  const body = Buffer.concat([...levels, ...present.flatMap((value) => plain(value, physical))]);
  const packed = compress(body, codec);
  if (body.length > 0x7fff_ffff) throw new RangeError('more than a page can hold');
  const header = writeThrift(
    struct({
      1: int32(DATA_PAGE),
      2: int32(body.length),
      3: int32(packed.length),
      5: struct({ 1: int32(values.length), 2: int32(PLAIN), 3: int32(RLE), 4: int32(RLE) }),
    }),
  );
  const bytes = Buffer.concat([header, packed]);
  const metadata = struct({
    1: int32(PHYSICAL[physical]),
    2: list([int32(PLAIN), int32(RLE)]),
    3: list(path.map(text)),
    4: int32(CODECS[codec]),
    5: int64(values.length),
    6: int64(header.length + body.length),
    7: int64(bytes.length),
    9: int64(0),
    12: struct({ 3: int64(values.length - present.length) }),
  });
  return { bytes, metadata };
}

/** How much of its path each value has, in runs. */
function definitionLevels(values: readonly ColumnValue[], optional: number): readonly Buffer[] {
  const runs: Buffer[] = [];
  for (let start = 0; start < values.length;) {
    const isNull = values[start] === null;
    let end = start;
    while (end < values.length && (values[end] === null) === isNull) end++;
    // Of a missing value, only the last column in its path is missing.
    runs.push(varint(BigInt(end - start) << 1n), Buffer.of(isNull ? optional - 1 : optional));
    start = end;
  }
  const length = Buffer.alloc(4);
  length.writeUInt32LE(runs.reduce((sum, run) => sum + run.length, 0));
  return [length, ...runs];
}

function plain(value: bigint | Uint8Array, physical: Physical): readonly Uint8Array[] {
  if (typeof value === 'bigint') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt.asIntN(64, value));
    return [physical === 'INT32' ? bytes.subarray(0, 4) : bytes];
  }
  const length = Buffer.alloc(4);
  length.writeUInt32LE(value.length);
  return [length, value];
}

function compress(body: Buffer, codec: Codec): Buffer {
  switch (codec) {
    case 'UNCOMPRESSED':
      return body;
    case 'GZIP':
      return gzipSync(body);
    case 'BROTLI':
      return brotliCompressSync(body);
  }
}
