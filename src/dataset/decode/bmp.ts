import { decode as decodeWithLibrary } from 'bmp-ts';

export interface RgbPixels {
  /** `height × width × 3` bytes, row-major. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const FILE_HEADER_BYTES = 14;
/** Pixels stored one after another: BI_RGB and BI_BITFIELDS. All others are run-length encoded or embed another format. */
const UNPACKED_COMPRESSIONS: ReadonlySet<number> = new Set([0, 3]);

/** Whether a file's content is a Windows bitmap, whatever its name says. */
export function isBmp(bytes: Buffer): boolean {
  return bytes.length > FILE_HEADER_BYTES && bytes[0] === 0x42 && bytes[1] === 0x4d;
}

/**
 * Decodes a Windows bitmap of 1, 4, 8, 16, 24 or 32 bits a pixel. Alpha is ignored, as most viewers do.
 * @throws Error with a reason for the user for damaged files and run-length encoding.
 */
export function decodeBmp(bytes: Buffer): RgbPixels {
  const { width, height } = checkHeader(bytes);
  const { data, width: decodedWidth } = decodeWithLibrary(repaired(bytes, width));
  const rgb = new Uint8Array(width * height * 3);
  let to = 0;
  for (let y = 0; y < height; y++)
    for (let from = y * decodedWidth * 4, x = 0; x < width; x++, from += 4) {
      // The library's order is alpha, blue, green, red.
      rgb[to++] = data[from + 3]!;
      rgb[to++] = data[from + 2]!;
      rgb[to++] = data[from + 1]!;
    }
  return { data: rgb, width, height };
}

/** Rejects what the library would decode wrongly, or would allocate gigabytes for, before it starts. */
function checkHeader(bytes: Buffer): { readonly width: number; readonly height: number } {
  if (bytes.length < FILE_HEADER_BYTES + 40) throw new Error('the BMP header is cut off');
  const width = bytes.readInt32LE(18);
  const height = Math.abs(bytes.readInt32LE(22));
  const bitsPerPixel = bytes.readUInt16LE(28);
  if (width <= 0 || height === 0) throw new Error('the BMP header is damaged');
  if (!UNPACKED_COMPRESSIONS.has(bytes.readUInt32LE(30)))
    throw new Error('run-length encoded BMP files are not supported; save it as PNG');
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  if (bytes.readUInt32LE(10) + rowBytes * height > bytes.length) throw new Error('the BMP file is cut off');
  return { width, height };
}

/**
 * A copy of the file without the two things that bmp-ts 1.0.9 gets wrong: it expects the pixels right after the
 * palette instead of at the offset that the header names, and stops after one row of a 4-bit image of odd width
 * (whose rows take the same bytes as those of a width one larger).
 */
function repaired(bytes: Buffer, width: number): Buffer {
  const bitsPerPixel = bytes.readUInt16LE(28);
  const pixelsAt = bytes.readUInt32LE(10);
  const pixelsExpectedAt = endOfPalette(bytes, bitsPerPixel);
  const isOddNibbles = bitsPerPixel === 4 && width % 2 === 1;
  if (pixelsAt === pixelsExpectedAt && !isOddNibbles) return bytes;
  const copy = Buffer.concat([
    bytes.subarray(0, Math.min(pixelsAt, pixelsExpectedAt)),
    Buffer.alloc(Math.max(0, pixelsExpectedAt - pixelsAt)),
    bytes.subarray(pixelsAt),
  ]);
  if (isOddNibbles) copy.writeInt32LE(width + 1, 18);
  return copy;
}

/** Where the library starts to read pixels. */
function endOfPalette(bytes: Buffer, bitsPerPixel: number): number {
  const headerBytes = bytes.readUInt32LE(14);
  const isBitFields = bytes.readUInt32LE(30) === 3;
  const colors = bytes.readUInt32LE(46);
  const paletteColors = bitsPerPixel <= 8 ? colors || 1 << bitsPerPixel : colors;
  const masksBytes = headerBytes === 40 && isBitFields ? 12 : 0;
  return FILE_HEADER_BYTES + headerBytes + masksBytes + paletteColors * 4;
}
