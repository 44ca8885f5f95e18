import * as zlib from 'node:zlib';

/** A decoded PNG: `height × width × channels` bytes, row-major; 1 grey, 3 RGB, 4 RGBA. */
export interface PlainImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
}

const SIGNATURE = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');
const HEADER_AT = 16;
const HEADER_BYTES = 13;
/** Length and type before the content of a chunk, its checksum after. */
const CHUNK_BYTES = 12;
/** Chunks that change no pixel. All others are left to the full decoder: transparency, profiles, rotation, animation. */
const HARMLESS = new Set(['sRGB', 'tEXt', 'zTXt', 'iTXt', 'tIME', 'pHYs', 'sBIT', 'hIST']);
/** Samples of a pixel by colour type (PNG specification, table 11.1). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 6: 4 };
const PALETTE = 3;

/** Absent before Node 20.15: then every file goes to the full decoder. */
const crc32: typeof zlib.crc32 | undefined = zlib.crc32;

/** Width and height from the header of a PNG; undefined for anything else. */
export function pngSize(bytes: Buffer): { readonly width: number; readonly height: number } | undefined {
  if (bytes.length < HEADER_AT + HEADER_BYTES || !bytes.subarray(0, 8).equals(SIGNATURE)) return undefined;
  return { width: bytes.readUInt32BE(HEADER_AT), height: bytes.readUInt32BE(HEADER_AT + 4) };
}

/** Bits of a sample of a PNG. */
export const pngDepth = (bytes: Buffer): number => bytes[HEADER_AT + 8] ?? 0;

/**
 * Decodes a PNG of the plainest kind: 8 bits a sample, not interlaced, whole. Anything else, and anything odd, gives
 * undefined: the full decoder then decides. For the thousands of tiny files of datasets like MNIST this takes some tens
 * of microseconds, where a pipeline of the full decoder takes a millisecond whatever the size, and PNG libraries in
 * JavaScript (which inflate in JavaScript, or build RGBA) several times as long.
 */
export function decodePlainPng(bytes: Buffer): PlainImage | undefined {
  const size = pngSize(bytes);
  if (size === undefined) return undefined;
  const [depth, colorType, compression, filtering, interlaced] = bytes.subarray(HEADER_AT + 8);
  const samples = SAMPLES[colorType!];
  if (samples === undefined || depth !== 8 || compression !== 0 || filtering !== 0 || interlaced !== 0)
    return undefined;
  const chunks = crc32 && readChunks(bytes, crc32);
  if (chunks === undefined) return undefined;
  const rowBytes = size.width * samples;
  const filtered = inflate(chunks.compressed, (rowBytes + 1) * size.height);
  if (filtered === undefined) return undefined;
  const data = unfilter(filtered, rowBytes, samples);
  if (data === undefined) return undefined;
  if (colorType !== PALETTE) return { data, ...size, channels: samples as PlainImage['channels'] }; // see SAMPLES
  const colors = chunks.palette && applyPalette(data, chunks.palette);
  return colors && { data: colors, ...size, channels: 3 };
}

/** The parts of the file that make up the image; undefined when one is damaged, missing or not harmless. */
function readChunks(
  bytes: Buffer,
  checksum: typeof zlib.crc32,
): { readonly compressed: Buffer; readonly palette?: Buffer | undefined } | undefined {
  const parts: Buffer[] = [];
  let palette: Buffer | undefined;
  for (let at = SIGNATURE.length; at + CHUNK_BYTES <= bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length || checksum(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end))
      return undefined;
    const type = bytes.toString('latin1', at + 4, at + 8);
    const content = bytes.subarray(at + 8, end);
    if (type === 'IEND')
      return { compressed: parts.length === 1 ? parts[0]! : Buffer.concat(parts), palette };
    if (type === 'IDAT') parts.push(content);
    else if (type === 'PLTE') palette = content;
    else if (type !== 'IHDR' && !HARMLESS.has(type)) return undefined;
    at = end + 4;
  }
  return undefined;
}

/** Undefined unless it inflates to exactly that many bytes. */
function inflate(compressed: Buffer, length: number): Buffer | undefined {
  try {
    const inflated = zlib.inflateSync(compressed, { maxOutputLength: length });
    return inflated.length === length ? inflated : undefined;
  } catch {
    // Damaged, or longer than the header says: the full decoder says what is wrong with it.
    return undefined;
  }
}

/** Undoes the filter of every row (PNG specification, section 9). Undefined for an unknown filter. */
function unfilter(filtered: Buffer, rowBytes: number, pixelBytes: number): Uint8Array | undefined {
  const rows = filtered.length / (rowBytes + 1);
  const data = new Uint8Array(rows * rowBytes);
  for (let y = 0, from = 0; y < rows; y++) {
    const filter = filtered[from++]!;
    if (filter > 4) return undefined;
    const start = y * rowBytes;
    for (let x = 0; x < rowBytes; x++) {
      const left = x < pixelBytes ? 0 : data[start + x - pixelBytes]!;
      const up = y === 0 ? 0 : data[start + x - rowBytes]!;
      let predicted = 0;
      if (filter === 1) predicted = left;
      else if (filter === 2) predicted = up;
      else if (filter === 3) predicted = (left + up) >> 1;
      else if (filter === 4)
        predicted = paeth(left, up, y === 0 || x < pixelBytes ? 0 : data[start + x - rowBytes - pixelBytes]!);
      data[start + x] = filtered[from++]! + predicted;
    }
  }
  return data;
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const byLeft = Math.abs(estimate - left);
  const byUp = Math.abs(estimate - up);
  const byUpLeft = Math.abs(estimate - upLeft);
  if (byLeft <= byUp && byLeft <= byUpLeft) return left;
  return byUp <= byUpLeft ? up : upLeft;
}

/** RGB pixels; undefined when a pixel names a colour that the palette lacks. */
function applyPalette(indices: Uint8Array, palette: Buffer): Uint8Array | undefined {
  const data = new Uint8Array(indices.length * 3);
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const color = indices[pixel]! * 3;
    if (color + 3 > palette.length) return undefined;
    data[pixel * 3] = palette[color]!;
    data[pixel * 3 + 1] = palette[color + 1]!;
    data[pixel * 3 + 2] = palette[color + 2]!;
  }
  return data;
}
