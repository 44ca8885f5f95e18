import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import type { ImageShape } from '../core/dataset/dataset';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** By the number of channels: PNG, third edition, 11.2.1. */
const COLOUR_TYPES = { 1: 0, 3: 2 } as const;
const BITS = 8;

/** Pixels, H×W×C, 0–255, as the bytes of a `.png` file; they are compressed on another thread. */
export async function encodePng(
  pixels: Uint8Array,
  { height, width, channels }: ImageShape,
): Promise<Uint8Array> {
  const size = new DataView(new ArrayBuffer(8));
  size.setUint32(0, width);
  size.setUint32(4, height);
  const stride = width * channels;
  // Before each row stands that nothing is subtracted from it.
  const rows = new Uint8Array(height * (stride + 1));
  for (let y = 0; y < height; y++)
    rows.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  const header = [...new Uint8Array(size.buffer), BITS, COLOUR_TYPES[channels], 0, 0, 0];
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', Buffer.from(header)),
    chunk('IDAT', await promisify(deflate)(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(checksum(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}

/** Of one byte each: PNG, third edition, annex D. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 0 ? rest >>> 1 : 0xedb88320 ^ (rest >>> 1);
  return rest;
});

function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = REMAINDERS[(sum ^ byte) & 0xff]! ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
