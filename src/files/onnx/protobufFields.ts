import type { FileHandle } from 'node:fs/promises';

/** A field of a protobuf message: a number, or the place of its bytes in the file. */
export type ProtobufField =
  | { readonly field: number; readonly kind: 'number'; readonly value: number }
  | ({ readonly field: number; readonly kind: 'bytes' } & ByteRange);

/** Byte offsets in the file. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The file is no protobuf message. */
export class NotProtobuf extends Error {}

const WINDOW_BYTES = 1 << 16;
/** A varint of 64 bits. */
const LONGEST_VARINT = 10;

/** Reads protobuf messages in a file without reading what is skipped, such as the weights of a model. */
export class ProtobufFile {
  private readonly handle: FileHandle;
  private window = new Uint8Array(0);
  private windowStart = 0;

  constructor(handle: FileHandle) {
    this.handle = handle;
  }

  /** The fields of the message in `range`, in their order. @throws NotProtobuf */
  async *fields({ start, end }: ByteRange): AsyncGenerator<ProtobufField> {
    let at = start;
    while (at < end) {
      const tag = await this.varint(at, end);
      at = tag.end;
      const field = Math.floor(tag.value / 8);
      switch (tag.value % 8) {
        case 0: {
          const { value, end: next } = await this.varint(at, end);
          at = next;
          yield { field, kind: 'number', value };
          break;
        }
        case 1:
          at += 8;
          break;
        case 2: {
          const length = await this.varint(at, end);
          at = length.end + length.value;
          if (at <= end) yield { field, kind: 'bytes', start: length.end, end: at };
          break;
        }
        case 5:
          at += 4;
          break;
        default:
          throw new NotProtobuf();
      }
      if (at > end || field === 0) throw new NotProtobuf();
    }
  }

  async text({ start, end }: ByteRange): Promise<string> {
    const bytes = new Uint8Array(end - start);
    const { bytesRead } = await this.handle.read(bytes, 0, bytes.length, start);
    if (bytesRead < bytes.length) throw new NotProtobuf();
    return new TextDecoder().decode(bytes);
  }

  /** Exact up to 2^53; larger numbers, such as negative ones, come out large. */
  private async varint(
    start: number,
    end: number,
  ): Promise<{ readonly value: number; readonly end: number }> {
    let value = 0;
    for (let index = 0; index < LONGEST_VARINT && start + index < end; index++) {
      const byte = await this.byteAt(start + index);
      value += (byte % 128) * 2 ** (7 * index);
      if (byte < 128) return { value, end: start + index + 1 };
    }
    throw new NotProtobuf();
  }

  private async byteAt(position: number): Promise<number> {
    const index = position - this.windowStart;
    if (index >= 0 && index < this.window.length) return this.window[index]!;
    const window = new Uint8Array(WINDOW_BYTES);
    const { bytesRead } = await this.handle.read(window, 0, WINDOW_BYTES, position);
    if (bytesRead === 0) throw new NotProtobuf();
    this.window = window.subarray(0, bytesRead);
    this.windowStart = position;
    return this.window[0]!;
  }
}
