type Rgb = readonly [number, number, number];

export interface BmpSpec {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: 1 | 4 | 8 | 16 | 24 | 32;
  /** Colour of a pixel; for 1, 4 and 8 bits it must be one of `palette`. */
  readonly colorAt: (x: number, y: number) => Rgb;
  readonly palette?: readonly Rgb[];
  readonly topDown?: boolean;
  /** Bytes between the palette and the pixels, as some writers leave. */
  readonly gap?: number;
  /** The length of the second header, 40 unless said otherwise; longer ones hold the masks. */
  readonly headerBytes?: number;
  /** The bits for red, green and blue in a pixel of 16 or 32 bits. */
  readonly masks?: Rgb;
}

/** A Windows bitmap written byte by byte from the format's description. */
export function bmpBytes(spec: BmpSpec): Buffer {
  const { width, height, bitsPerPixel, colorAt, palette = [], topDown = false, gap = 0 } = spec;
  const { headerBytes = 40, masks } = spec;
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  const paletteAt = 14 + headerBytes + (masks !== undefined && headerBytes === 40 ? 12 : 0);
  const pixelsAt = paletteAt + palette.length * 4 + gap;
  const bytes = Buffer.alloc(pixelsAt + rowBytes * height);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(pixelsAt, 10);
  bytes.writeUInt32LE(headerBytes, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(topDown ? -height : height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(bitsPerPixel, 28);
  if (masks !== undefined) bytes.writeUInt32LE(3, 30);
  masks?.forEach((mask, i) => bytes.writeUInt32LE(mask, 54 + i * 4));
  bytes.writeUInt32LE(palette.length, 46);
  palette.forEach(([red, green, blue], i) => bytes.set([blue, green, red, 0], paletteAt + i * 4));
  for (let y = 0; y < height; y++) {
    const row = pixelsAt + (topDown ? y : height - 1 - y) * rowBytes;
    for (let x = 0; x < width; x++) writePixel(bytes, row, x, spec, colorAt(x, y));
  }
  return bytes;
}

function writePixel(bytes: Buffer, row: number, x: number, spec: BmpSpec, [red, green, blue]: Rgb): void {
  const { bitsPerPixel, palette = [], masks } = spec;
  if (masks !== undefined) {
    const pixel = masks.reduce((sum, mask, i) => sum + maskedBits([red, green, blue][i]!, mask), 0);
    if (bitsPerPixel === 16) bytes.writeUInt16LE(pixel, row + x * 2);
    else bytes.writeUInt32LE(pixel, row + x * 4);
  } else if (bitsPerPixel === 16)
    bytes.writeUInt16LE(((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3), row + x * 2);
  else if (bitsPerPixel >= 24) bytes.set([blue, green, red], row + (x * bitsPerPixel) / 8);
  else {
    const index = palette.findIndex((color) => color.join() === [red, green, blue].join());
    const perByte = 8 / bitsPerPixel;
    const at = row + Math.floor(x / perByte);
    bytes[at] = bytes[at]! | (index << ((perByte - 1 - (x % perByte)) * bitsPerPixel));
  }
}

function maskedBits(value: number, mask: number): number {
  const bits = Array.from({ length: 32 }, (_, i) => 2 ** i).filter((bit) => (mask & bit) >>> 0 === bit);
  const level = Math.round((value / 255) * (2 ** bits.length - 1));
  return level * bits[0]!;
}
