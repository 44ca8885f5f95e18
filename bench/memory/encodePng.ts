import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Of grey and of colour images. */
const COLOR_TYPE = { 1: 0, 3: 2 } as const;

/** A square image of one or three bytes a pixel as a PNG file, without the start-up cost of a full encoder for each. */
export function encodePng(pixels: Uint8Array, edge: number, channels: 1 | 3): Buffer {
  const stride = edge * channels;
  // Each row begins with its filter, 0 for none.
  const rows = new Uint8Array(edge * (stride + 1));
  for (let y = 0; y < edge; y++)
    rows.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(edge, 0);
  header.writeUInt32BE(edge, 4);
  header.set([8, COLOR_TYPE[channels]], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
