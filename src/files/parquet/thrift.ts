/**
 * Thrift's compact protocol, in which Parquet writes what it says of its data: read into a tree and written again, with fields
 * that are not known here.
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export interface ThriftStruct {
  readonly type: typeof TYPES.struct;
  readonly fields: Map<number, ThriftValue>;
}
interface ThriftList {
  readonly type: typeof TYPES.list | typeof TYPES.set;
  readonly itemType: number;
  readonly items: ThriftValue[];
}
interface ThriftInteger {
  readonly type: typeof TYPES.i16 | typeof TYPES.i32 | typeof TYPES.i64;
  readonly integer: bigint;
}
interface ThriftBytes {
  readonly type: typeof TYPES.binary;
  readonly bytes: Buffer;
}
/** What is kept as it is: truth values, single bytes, floating point numbers. */
interface ThriftPlain {
  readonly type: number;
  readonly plain: Buffer;
}
export type ThriftValue = ThriftStruct | ThriftList | ThriftInteger | ThriftBytes | ThriftPlain;

const TYPES = { true: 1, false: 2, i16: 4, i32: 5, i64: 6, binary: 8, list: 9, set: 10, struct: 12 } as const;
/** How many bytes the values of other types take in a list; of a field, truth values take none. */
const PLAIN_BYTES: ReadonlyMap<number, number> = new Map([
  [TYPES.true, 1],
  [TYPES.false, 1],
  [3, 1],
  [7, 8],
  [13, 16],
]);

export const int32 = (value: number): ThriftValue => ({ type: TYPES.i32, integer: BigInt(value) });
export const int64 = (value: number | bigint): ThriftValue => ({ type: TYPES.i64, integer: BigInt(value) });
export const text = (value: string): ThriftValue => ({ type: TYPES.binary, bytes: Buffer.from(value) });
export const binary = (bytes: Buffer): ThriftValue => ({ type: TYPES.binary, bytes });
export const list = (items: readonly ThriftValue[]): ThriftValue => ({
  type: TYPES.list,
  itemType: items[0]?.type ?? TYPES.struct,
  items: [...items],
});
export const struct = (fields: Readonly<Record<number, ThriftValue>>): ThriftStruct => ({
  type: TYPES.struct,
  fields: new Map(Object.entries(fields).map(([id, value]) => [Number(id), value])),
});

/** The fields of a struct; none where the value is another. */
export const fieldsOf = (value: ThriftValue | undefined): Map<number, ThriftValue> =>
  value !== undefined && 'fields' in value ? value.fields : new Map<number, ThriftValue>();
export const itemsOf = (value: ThriftValue | undefined): ThriftValue[] =>
  value !== undefined && 'items' in value ? value.items : [];
export const bytesOf = (value: ThriftValue | undefined): Buffer | undefined =>
  value !== undefined && 'bytes' in value ? value.bytes : undefined;
/** Offsets and sizes in files are exact numbers. */
export const numberOf = (value: ThriftValue | undefined): number | undefined =>
  value !== undefined && 'integer' in value ? Number(value.integer) : undefined;

/** @throws RangeError for bytes that are none. */
export function readThrift(bytes: Buffer): ThriftStruct {
  return new Reader(bytes).struct();
}

class Reader {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  struct(): ThriftStruct {
    const fields = new Map<number, ThriftValue>();
    for (let id = 0; ;) {
      const head = this.byte();
      if (head === 0) return { type: TYPES.struct, fields };
      const type = head & 0x0f;
      id = head >> 4 === 0 ? Number(this.zigzag()) : id + (head >> 4);
      const isTruth = type === TYPES.true || type === TYPES.false;
      fields.set(id, isTruth ? { type, plain: Buffer.alloc(0) } : this.value(type));
    }
  }

  private value(type: number): ThriftValue {
    switch (type) {
      case TYPES.i16:
      case TYPES.i32:
      case TYPES.i64:
        return { type, integer: this.zigzag() };
      case TYPES.binary:
        return { type, bytes: this.take(Number(this.varint())) };
      case TYPES.list:
      case TYPES.set: {
        const head = this.byte();
        const count = head >> 4 === 15 ? Number(this.varint()) : head >> 4;
        const itemType = head & 0x0f;
        const items: ThriftValue[] = [];
        for (let i = 0; i < count; i++) items.push(this.value(itemType));
        return { type, itemType, items };
      }
      case TYPES.struct:
        return this.struct();
      default: {
        const length = PLAIN_BYTES.get(type);
        if (length === undefined) throw new RangeError(`no Thrift type ${type}`);
        return { type, plain: this.take(length) };
      }
    }
  }

  private take(length: number): Buffer {
    if (!(length <= this.bytes.length - this.at)) throw new RangeError('Thrift that is cut off');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  private byte(): number {
    return this.take(1)[0]!;
  }

  private varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('no Thrift number');
  }

  private zigzag(): bigint {
    const value = this.varint();
    return (value >> 1n) ^ -(value & 1n);
  }
}

export function writeThrift(value: ThriftStruct): Buffer {
  const parts: Buffer[] = [];
  writeValue(value, parts);
  return Buffer.concat(parts);
}

function writeValue(value: ThriftValue, parts: Buffer[]): void {
  if ('plain' in value) parts.push(value.plain);
  else if ('integer' in value) parts.push(zigzag(value.integer));
  else if ('bytes' in value) parts.push(varint(BigInt(value.bytes.length)), value.bytes);
  else if ('items' in value) {
    const { items, itemType } = value;
    const isLong = items.length >= 15;
    parts.push(Buffer.of(((isLong ? 15 : items.length) << 4) | itemType));
    if (isLong) parts.push(varint(BigInt(items.length)));
    for (const item of items) writeValue(item, parts);
  } else {
    let last = 0;
    for (const [id, field] of [...value.fields].sort(([a], [b]) => a - b)) {
      const step = id - last;
      if (step > 0 && step < 16) parts.push(Buffer.of((step << 4) | field.type));
      else parts.push(Buffer.of(field.type), zigzag(BigInt(id)));
      writeValue(field, parts);
      last = id;
    }
    parts.push(Buffer.of(0));
  }
}

const zigzag = (value: bigint): Buffer => varint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));

/** Seven bits a byte, the lowest first. */
export function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.of(...bytes, Number(rest));
}
