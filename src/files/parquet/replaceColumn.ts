import { open, type FileHandle } from 'node:fs/promises';
import type { ByteEdit } from '../changes/fileChange';
import type { ColumnChunk } from './columnChunk';
import {
  binary,
  bytesOf,
  fieldsOf,
  int32,
  int64,
  itemsOf,
  list,
  numberOf,
  readThrift,
  struct,
  writeThrift,
  type ThriftStruct,
  type ThriftValue,
} from './thrift';

/** The fields of what a footer holds, by the names that Parquet's definition gives them. */
const FILE = { rowGroups: 4, notes: 5 };
const ROW_GROUP = { columns: 1, totalBytes: 2, sortedBy: 4, offset: 5, compressedBytes: 6 };
const COLUMN = {
  ...{ offset: 2, metadata: 3, offsetIndex: 4, offsetIndexBytes: 5, columnIndex: 6, columnIndexBytes: 7 },
};
const CHUNK = {
  ...{ path: 3, uncompressedBytes: 6, compressedBytes: 7, dataPage: 9, indexPage: 10, dictionaryPage: 11 },
  ...{ bloomFilter: 14, bloomFilterBytes: 15 },
};
const MAGIC = 'PAR1';
/** The length of the footer and the mark. */
const TAIL_BYTES = 8;

export interface ReplacedColumn {
  /** One of the table itself, not in another. */
  readonly column: string;
  /** Its new values, by the number of their row group. */
  readonly chunks: ReadonlyMap<number, ColumnChunk>;
  /** What is to stand in place of a note beside the table, by its key. */
  readonly note: (key: string, value: string) => string;
}

/**
 * Replaces a column in some row groups. All other columns keep their bytes; they may begin elsewhere in the file, which its footer
 * and its indexes of pages say. Undefined where they lie among each other, or an index leads elsewhere, as no program writes them.
 * @throws RangeError for a footer that cannot be read.
 */
export async function replaceColumn(
  file: string,
  replaced: ReplacedColumn,
): Promise<readonly ByteEdit[] | undefined> {
  const handle = await open(file);
  try {
    return await new Replacement(handle, replaced).edits();
  } finally {
    await handle.close();
  }
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly now: Buffer;
}

class Replacement {
  private readonly handle: FileHandle;
  private readonly replaced: ReplacedColumn;
  private readonly made: Edit[] = [];

  constructor(handle: FileHandle, replaced: ReplacedColumn) {
    this.handle = handle;
    this.replaced = replaced;
  }

  async edits(): Promise<readonly ByteEdit[] | undefined> {
    const { size } = await this.handle.stat();
    const tail = await this.read(size - TAIL_BYTES, size);
    const footerStart = size - TAIL_BYTES - tail.readUInt32LE(0);
    const footer = readThrift(await this.read(footerStart, size - TAIL_BYTES));
    const groups = itemsOf(footer.fields.get(FILE.rowGroups)).map(fieldsOf);
    if (!areApart(groups, footerStart)) return undefined;
    this.replaceChunks(groups);
    if (!(await this.moveIndexes(groups))) return undefined;
    this.describe(groups);
    this.rewriteNotes(footer);
    const written = writeThrift(footer);
    const end = Buffer.alloc(TAIL_BYTES);
    end.writeUInt32LE(written.length);
    end.write(MAGIC, 4);
    this.made.push({ start: footerStart, end: size, now: Buffer.concat([written, end]) });
    const ordered = this.made.filter(({ start, end, now }) => end > start || now.length > 0);
    ordered.sort((a, b) => a.start - b.start);
    return Promise.all(
      ordered.map(async ({ start, end, now }) => ({ offset: start, was: await this.read(start, end), now })),
    );
  }

  private replaceChunks(groups: readonly Fields[]): void {
    for (const [group, chunk] of this.replaced.chunks) {
      const column = this.columnOf(groups[group]);
      const span = chunkSpan(fieldsOf(column?.get(COLUMN.metadata)));
      this.made.push({ ...span, now: chunk.bytes });
    }
  }

  /** Of the column that is replaced, and of all others, whose pages may begin elsewhere. */
  private async moveIndexes(groups: readonly Fields[]): Promise<boolean> {
    const columns = groups.flatMap((group) => itemsOf(group.get(ROW_GROUP.columns)).map(fieldsOf));
    const dataEnd = Math.max(
      0,
      ...columns.map((column) => chunkSpan(fieldsOf(column.get(COLUMN.metadata))).end),
    );
    const moved = this.shift();
    const indexes: Edit[] = [];
    for (const [group, fields] of groups.entries()) {
      const own = this.columnOf(fields);
      const chunk = this.replaced.chunks.get(group);
      for (const column of itemsOf(fields.get(ROW_GROUP.columns)).map(fieldsOf)) {
        const span = spanAt(column, COLUMN.offsetIndex, COLUMN.offsetIndexBytes);
        if (span === undefined) continue;
        if (span.start < dataEnd) return false;
        const bytes = await this.read(span.start, span.end);
        const isOwn = column === own && chunk !== undefined;
        const data = chunkSpan(fieldsOf(column.get(COLUMN.metadata)));
        const index = isOwn ? indexOf(chunk, moved(data.start)) : readThrift(bytes);
        if (!isOwn && !(writeThrift(index).equals(bytes) && leadsInto(index, data))) return false;
        if (!isOwn) for (const page of itemsOf(index.fields.get(1)).map(fieldsOf)) move(page, 1, moved);
        const now = writeThrift(index);
        column.set(COLUMN.offsetIndexBytes, int32(now.length));
        indexes.push({ ...span, now });
      }
    }
    this.made.push(...indexes);
    return true;
  }

  /** Says in the footer what has changed, and where all is now. */
  private describe(groups: readonly Fields[]): void {
    for (const group of this.replaced.chunks.keys())
      for (const span of leftBehind(this.columnOf(groups[group])))
        this.made.push({ ...span, now: Buffer.alloc(0) });
    const moved = this.shift();
    for (const [number, group] of groups.entries()) {
      const columns = itemsOf(group.get(ROW_GROUP.columns)).map(fieldsOf);
      const own = this.columnOf(group);
      const chunk = this.replaced.chunks.get(number);
      for (const column of columns) {
        const metadata = fieldsOf(column.get(COLUMN.metadata));
        const isReplaced = column === own && chunk !== undefined;
        if (isReplaced) replaceMetadata({ group, column, chunk }, moved(chunkSpan(metadata).start));
        else
          for (const id of [CHUNK.dataPage, CHUNK.indexPage, CHUNK.dictionaryPage, CHUNK.bloomFilter])
            move(metadata, id, moved);
        for (const id of [COLUMN.offset, COLUMN.offsetIndex, COLUMN.columnIndex]) move(column, id, moved);
      }
      move(group, ROW_GROUP.offset, moved);
      const isSortedByIt = itemsOf(group.get(ROW_GROUP.sortedBy)).some(
        (sorting) => columns[numberOf(fieldsOf(sorting).get(1)) ?? -1] === own,
      );
      if (chunk !== undefined && isSortedByIt) group.delete(ROW_GROUP.sortedBy);
    }
  }

  private rewriteNotes(footer: ThriftStruct): void {
    for (const fields of itemsOf(footer.fields.get(FILE.notes)).map(fieldsOf)) {
      const [key, value] = [bytesOf(fields.get(1)), bytesOf(fields.get(2))];
      if (key === undefined || value === undefined) continue;
      const [was, now] = [value.toString(), this.replaced.note(key.toString(), value.toString())];
      if (was !== now) fields.set(2, binary(Buffer.from(now)));
    }
  }

  private columnOf(group: Fields | undefined): Fields | undefined {
    return itemsOf(group?.get(ROW_GROUP.columns))
      .map(fieldsOf)
      .find((column) => {
        const path = itemsOf(fieldsOf(column.get(COLUMN.metadata)).get(CHUNK.path));
        return path.length === 1 && bytesOf(path[0])?.toString() === this.replaced.column;
      });
  }

  /** Where what lies at some place is with the edits so far. */
  private shift(): (offset: number) => number {
    const edits = [...this.made];
    return (offset) =>
      edits.reduce(
        (sum, { start, end, now }) => (start < offset ? sum + now.length - (end - start) : sum),
        offset,
      );
  }

  private async read(start: number, end: number): Promise<Buffer> {
    const bytes = Buffer.alloc(Math.max(0, end - start));
    if (start < 0 || (await this.handle.read(bytes, 0, bytes.length, start)).bytesRead < bytes.length)
      throw new RangeError('a place outside of the file');
    return bytes;
  }
}

type Fields = Map<number, ThriftValue>;
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether all that the footer names lies before it, and nothing of it in anything else. */
function areApart(groups: readonly Fields[], footerStart: number): boolean {
  const columns = groups.flatMap((group) => itemsOf(group.get(ROW_GROUP.columns)).map(fieldsOf));
  const spans = columns.flatMap((column) => [
    chunkSpan(fieldsOf(column.get(COLUMN.metadata))),
    spanAt(column, COLUMN.offsetIndex, COLUMN.offsetIndexBytes),
    ...leftBehind(column),
  ]);
  const ordered = spans
    .filter((span) => span !== undefined)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let end = MAGIC.length;
  for (const span of ordered) {
    if (span.start < end || span.end < span.start) return false;
    end = span.end;
  }
  return end <= footerStart;
}

/** Whether all pages of an index lie in the data of its column. */
const leadsInto = (index: ThriftStruct, { start, end }: Span): boolean =>
  itemsOf(index.fields.get(1))
    .map(fieldsOf)
    .every((page) => {
      const at = numberOf(page.get(1)) ?? -1;
      return at >= start && at + (numberOf(page.get(2)) ?? 0) <= end;
    });

function chunkSpan(metadata: Fields): Span {
  const data = numberOf(metadata.get(CHUNK.dataPage)) ?? 0;
  const dictionary = numberOf(metadata.get(CHUNK.dictionaryPage)) ?? 0;
  // Some programs write 0 where there is no dictionary.
  const start = dictionary > 0 ? Math.min(dictionary, data) : data;
  return { start, end: start + (numberOf(metadata.get(CHUNK.compressedBytes)) ?? 0) };
}

function spanAt(fields: Fields | undefined, offset: number, bytes: number): Span | undefined {
  const start = numberOf(fields?.get(offset));
  const length = numberOf(fields?.get(bytes));
  return start === undefined || length === undefined ? undefined : { start, end: start + length };
}

function move(fields: Fields, id: number, moved: (offset: number) => number): void {
  const offset = numberOf(fields.get(id));
  if (offset !== undefined && offset > 0) fields.set(id, int64(moved(offset)));
}

const indexOf = ({ bytes }: ColumnChunk, start: number): ThriftStruct =>
  struct({ 1: list([struct({ 1: int64(start), 2: int32(bytes.length), 3: int64(0) })]) });

/** What was said of the values that are replaced: least and largest of pages, and which there are. */
function leftBehind(column: Fields | undefined): readonly Span[] {
  const metadata = fieldsOf(column?.get(COLUMN.metadata));
  const spans = [
    spanAt(column, COLUMN.columnIndex, COLUMN.columnIndexBytes),
    spanAt(metadata, CHUNK.bloomFilter, CHUNK.bloomFilterBytes),
  ];
  return spans.filter((span) => span !== undefined);
}

function replaceMetadata(
  { group, column, chunk }: { readonly group: Fields; readonly column: Fields; readonly chunk: ColumnChunk },
  start: number,
): void {
  const before = fieldsOf(column.get(COLUMN.metadata));
  const after = new Map(chunk.metadata.fields).set(CHUNK.dataPage, int64(start));
  const grow = (id: number, bytes: number) => {
    const sum = numberOf(group.get(id));
    const was = numberOf(before.get(bytes)) ?? 0;
    if (sum !== undefined) group.set(id, int64(sum + (numberOf(after.get(bytes)) ?? 0) - was));
  };
  grow(ROW_GROUP.totalBytes, CHUNK.uncompressedBytes);
  grow(ROW_GROUP.compressedBytes, CHUNK.compressedBytes);
  column.set(COLUMN.metadata, { ...chunk.metadata, fields: after });
  column.delete(COLUMN.columnIndex);
  column.delete(COLUMN.columnIndexBytes);
}
