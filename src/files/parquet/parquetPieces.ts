import type { ColumnChunk } from './columnChunk';
import { int32, int64, list, struct, text, type ThriftStruct, type ThriftValue, writeThrift } from './thrift';

const MAGIC = Buffer.from('PAR1');
const VERSION = 2;

/** Rows that lie together, all columns of them. */
export interface RowGroup {
  readonly rows: number;
  /** In the order of the schema. */
  readonly columns: readonly ColumnChunk[];
}

export interface NewParquet {
  /** Its columns, each before those in it, and how many are of the table itself. */
  readonly schema: readonly ThriftStruct[];
  readonly columns: number;
  readonly rowGroups: AsyncIterable<RowGroup>;
  readonly notes: Readonly<Record<string, string>>;
}

/** How a column is called and what it holds: a type of `PHYSICAL`, or so many columns. */
export function schemaElement(
  name: string,
  kind: { readonly physical: number; readonly isText?: boolean } | { readonly columns: number },
): ThriftStruct {
  const optional = 1;
  const utf8 = 0;
  if ('columns' in kind) return struct({ 3: int32(optional), 4: text(name), 5: int32(kind.columns) });
  const isText: Readonly<Record<number, ThriftValue>> =
    kind.isText === true ? { 6: int32(utf8), 10: struct({ 1: struct({}) }) } : {};
  return struct({ 1: int32(kind.physical), 3: int32(optional), 4: text(name), ...isText });
}

/** A new Parquet file, piece by piece: no more than a row group is held at a time. */
export async function* parquetPieces({
  schema,
  columns,
  rowGroups,
  notes,
}: NewParquet): AsyncGenerator<Buffer, void> {
  yield MAGIC;
  let offset = MAGIC.length;
  let rows = 0;
  const groups: ThriftValue[] = [];
  for await (const group of rowGroups) {
    const start = offset;
    const chunks: ThriftValue[] = [];
    let totalBytes = 0;
    for (const { bytes, metadata } of group.columns) {
      const fields = new Map(metadata.fields).set(9, int64(offset));
      chunks.push(struct({ 2: int64(0), 3: { ...metadata, fields } }));
      const unpacked = metadata.fields.get(6);
      totalBytes += unpacked !== undefined && 'integer' in unpacked ? Number(unpacked.integer) : 0;
      yield bytes;
      offset += bytes.length;
    }
    groups.push(
      struct({
        1: list(chunks),
        2: int64(totalBytes),
        3: int64(group.rows),
        5: int64(start),
        6: int64(offset - start),
      }),
    );
    rows += group.rows;
  }
  const root = struct({ 4: text('schema'), 5: int32(columns) });
  const footer = writeThrift(
    struct({
      1: int32(VERSION),
      2: list([root, ...schema]),
      3: int64(rows),
      4: list(groups),
      5: list(Object.entries(notes).map(([key, value]) => struct({ 1: text(key), 2: text(value) }))),
      6: text('label-review'),
    }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  yield Buffer.concat([footer, length, MAGIC]);
}
