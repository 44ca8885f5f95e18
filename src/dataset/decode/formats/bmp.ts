import { message } from '../../../core/words/message';
import type { Dimensions } from '../dimensions';
import { ImageRefusal, refuseLarge } from './imageRefusal';

export interface RgbPixels {
  /** `height × width × 3` bytes, row-major. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const FILE_HEADER_BYTES = 14;
/** The lengths of BITMAPINFOHEADER and of its versions 2 to 5. Masks follow the first; the others hold them. */
const INFO_HEADER_BYTES: ReadonlySet<number> = new Set([40, 52, 56, 108, 124]);
/** Where the masks for red, green and blue stand, whatever the header. */
const MASKS_AT = FILE_HEADER_BYTES + 40;
const BI_RGB = 0;
const BI_BITFIELDS = 3;
const BI_ALPHABITFIELDS = 6;
/** The masks of pixels of 16 bits where the file names none. */
const FIVE_BITS_EACH = [0x7c00, 0x03e0, 0x001f];

interface Header {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly bitsPerPixel: number;
  /** For red, green and blue, where colours are parts of a pixel's bits other than whole bytes. */
  readonly masks: readonly number[] | undefined;
  readonly paletteAt: number;
  readonly pixelsAt: number;
  readonly rowBytes: number;
}

/** Turns the row of the file that starts at a byte into red, green and blue. */
type ReadRow = (from: number, rgb: Uint8Array) => void;

/**
 * Decodes a Windows bitmap of 1, 4, 8, 16, 24 or 32 bits a pixel. Alpha is ignored, as most viewers do.
 * @throws Error with a reason for the user for damaged files, ImageRefusal for compressed and for large ones.
 */
export function decodeBmp(bytes: Buffer): RgbPixels {
  const header = readHeader(bytes);
  const { width, height, isTopDown, pixelsAt, rowBytes } = header;
  const readRow = rowReader(bytes, header);
  const data = new Uint8Array(height * width * 3);
  for (let y = 0; y < height; y++) {
    const row = isTopDown ? y : height - 1 - y;
    readRow(pixelsAt + row * rowBytes, data.subarray(y * width * 3, (y + 1) * width * 3));
  }
  return { data, width, height };
}

/** @throws what `decodeBmp` throws of the header. */
export function bmpSize(bytes: Buffer): Dimensions {
  const { width, height } = readHeader(bytes);
  return { width, height };
}

/** Checks all that decoding relies on, so that a damaged file can neither be read past its end nor ask for much memory. */
function readHeader(bytes: Buffer): Header {
  if (bytes.length < MASKS_AT) throw new Error('the BMP header is cut off');
  const headerBytes = bytes.readUInt32LE(14);
  const width = bytes.readInt32LE(18);
  const signedHeight = bytes.readInt32LE(22);
  const height = Math.abs(signedHeight);
  const bitsPerPixel = bytes.readUInt16LE(28);
  const compression = bytes.readUInt32LE(30);
  const hasMasks = compression === BI_BITFIELDS || compression === BI_ALPHABITFIELDS;
  const pixelsAt = bytes.readUInt32LE(10);
  const isCutShort = pixelsAt < MASKS_AT + (hasMasks ? 12 : 0);
  if (!INFO_HEADER_BYTES.has(headerBytes) || width <= 0 || height === 0 || isCutShort)
    throw new Error('the BMP header is damaged or of a kind that is not supported');
  if (![1, 4, 8, 16, 24, 32].includes(bitsPerPixel))
    throw new Error(`a BMP file cannot have ${bitsPerPixel} bits a pixel`);
  if (!hasMasks && compression !== BI_RGB) throw new ImageRefusal(message('image-bmp-compressed'));
  refuseLarge({ width, height });
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  if (pixelsAt + rowBytes * height > bytes.length) throw new Error('the BMP file is cut off');
  const maskBytes = headerBytes > 40 || !hasMasks ? 0 : compression === BI_BITFIELDS ? 12 : 16;
  return {
    width,
    height,
    isTopDown: signedHeight < 0,
    bitsPerPixel,
    masks: hasMasks ? [0, 4, 8].map((at) => bytes.readUInt32LE(MASKS_AT + at)) : undefined,
    paletteAt: FILE_HEADER_BYTES + headerBytes + maskBytes,
    pixelsAt,
    rowBytes,
  };
}

function rowReader(bytes: Buffer, { bitsPerPixel, masks, paletteAt, pixelsAt }: Header): ReadRow {
  if (bitsPerPixel <= 8) return paletteReader(bytes, bitsPerPixel, readPalette(bytes, paletteAt, pixelsAt));
  if (bitsPerPixel === 16) return maskReader((at) => bytes.readUInt16LE(at), 2, masks ?? FIVE_BITS_EACH);
  if (bitsPerPixel === 32 && masks !== undefined) return maskReader((at) => bytes.readUInt32LE(at), 4, masks);
  return byteReader(bytes, bitsPerPixel / 8);
}

/** 256 colours of four bytes: blue, green, red and nothing; white for those that the file lacks. */
function readPalette(bytes: Buffer, paletteAt: number, pixelsAt: number): Uint8Array {
  const palette = new Uint8Array(256 * 4).fill(255);
  const colors = bytes.readUInt32LE(46) || 256;
  if (paletteAt < pixelsAt)
    palette.set(bytes.subarray(paletteAt, Math.min(pixelsAt, paletteAt + Math.min(colors, 256) * 4)));
  return palette;
}

function paletteReader(bytes: Buffer, bitsPerPixel: number, palette: Uint8Array): ReadRow {
  const perByte = 8 / bitsPerPixel;
  const mask = (1 << bitsPerPixel) - 1;
  return (from, rgb) => {
    for (let x = 0, to = 0; to < rgb.length; x++, to += 3) {
      const shift = (perByte - 1 - (x % perByte)) * bitsPerPixel;
      const color = ((bytes[from + Math.floor(x / perByte)]! >> shift) & mask) * 4;
      rgb[to] = palette[color + 2]!;
      rgb[to + 1] = palette[color + 1]!;
      rgb[to + 2] = palette[color]!;
    }
  };
}

function maskReader(
  pixelAt: (at: number) => number,
  bytesPerPixel: number,
  masks: readonly number[],
): ReadRow {
  // The bits of a mask are its colour at its highest, so their ratio to it needs no shift.
  const colors = masks.map((mask) => ({ mask, scale: mask === 0 ? 0 : 255 / mask }));
  return (from, rgb) => {
    for (let at = from, to = 0; to < rgb.length; at += bytesPerPixel) {
      const pixel = pixelAt(at);
      for (const { mask, scale } of colors) rgb[to++] = Math.round(((pixel & mask) >>> 0) * scale);
    }
  };
}

function byteReader(bytes: Buffer, bytesPerPixel: number): ReadRow {
  return (from, rgb) => {
    for (let at = from, to = 0; to < rgb.length; at += bytesPerPixel, to += 3) {
      rgb[to] = bytes[at + 2]!;
      rgb[to + 1] = bytes[at + 1]!;
      rgb[to + 2] = bytes[at]!;
    }
  };
}
