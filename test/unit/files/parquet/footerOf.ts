import {
  fieldsOf,
  itemsOf,
  numberOf,
  readThrift,
  type ThriftStruct,
} from '../../../../src/files/parquet/thrift';

/** What a Parquet file says of a column in a row group, with the bytes that it names. */
export interface FoundColumn {
  readonly name: string;
  readonly rowGroup: number;
  readonly data: Buffer;
  /** Of its pages, as its index has them. */
  readonly pages: readonly Buffer[];
  readonly columnIndex: Buffer | undefined;
  readonly bloomFilter: Buffer | undefined;
  readonly statistics: string;
  /** Whether the rows of its group are said to be sorted by it. */
  readonly isSortedBy: boolean;
}

export function footerBytes(file: Buffer): Buffer {
  const length = file.readUInt32LE(file.length - 8);
  return file.subarray(file.length - 8 - length, file.length - 8);
}

/** Follows all that the footer says, by another way than the program. */
export function columnsOf(file: Buffer): readonly FoundColumn[] {
  const footer: ThriftStruct = readThrift(footerBytes(file));
  return itemsOf(footer.fields.get(4)).flatMap((group, rowGroup) =>
    itemsOf(fieldsOf(group).get(1)).map((column, place) => {
      const fields = fieldsOf(column);
      const metadata = fieldsOf(fields.get(3));
      const at = (of: typeof fields, offset: number, length: number) => {
        const [start, bytes] = [numberOf(of.get(offset)), numberOf(of.get(length))];
        return start === undefined || bytes === undefined ? undefined : file.subarray(start, start + bytes);
      };
      const index = at(fields, 4, 5);
      const pages = index === undefined ? [] : itemsOf(readThrift(index).fields.get(1)).map(fieldsOf);
      const dictionary = numberOf(metadata.get(11)) ?? 0;
      const start = dictionary > 0 ? dictionary : numberOf(metadata.get(9))!;
      return {
        name: itemsOf(metadata.get(3))
          .map((part) => ('bytes' in part ? part.bytes.toString() : ''))
          .join('.'),
        rowGroup,
        data: file.subarray(start, start + numberOf(metadata.get(7))!),
        pages: pages.map((page) => at(page, 1, 2)!),
        columnIndex: at(fields, 6, 7),
        bloomFilter: at(metadata, 14, 15),
        isSortedBy: itemsOf(fieldsOf(group).get(4)).some((by) => numberOf(fieldsOf(by).get(1)) === place),
        statistics: JSON.stringify([...fieldsOf(metadata.get(12))], (_, value: unknown) =>
          typeof value === 'bigint' ? String(value) : value,
        ),
      };
    }),
  );
}
