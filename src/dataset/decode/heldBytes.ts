import type { Metadata } from 'sharp';
import type { ImageKind } from './formats/imageKind';

/**
 * What all that decode at the same time may hold of large images together. What would take more by itself is refused by its
 * header: a few hundred bytes can claim any number of pixels. A progressive JPEG of 89 million pixels fits in every form.
 */
export const MOST_HELD_BYTES = 1 << 29;

/** Decoded row by row, so many rows are held, of a low image as many bytes a sample; both as measured with libvips 8.18. */
const ROWS_HELD = 1100;
const BYTES_OF_LOW = 3.5;
/** A pixel of what is decoded whole, as measured: the canvas, or two of an animation; planes, colours and their copies. */
const WHOLE_BYTES = { gif: 5, webp: 8, avif: 20 } as const;
/** Of a coefficient, and of all those of a pixel where the colours have half the size. */
const COEFFICIENT_BYTES = 2;
const HALVED_COLOURS_BYTES = 3;
/** A pixel that is decoded to three bytes and read again from these: the pixels and copies of them. */
export const REREAD_BYTES = 9;

type Header = Pick<Metadata, 'width' | 'height' | 'depth'> &
  Partial<Pick<Metadata, 'channels' | 'isProgressive' | 'orientation' | 'chromaSubsampling'>>;

/** The most bytes that decoding an image holds at once, by its header; a JPEG may come in several scans without being progressive. */
export function heldBytes(
  kind: Exclude<ImageKind, 'bmp'>,
  header: Header,
  { isInScans = false }: { readonly isInScans?: boolean } = {},
): number {
  const { width, height, channels = 4, isProgressive = false, orientation = 1 } = header;
  const pixels = width * height;
  const byRows = width * channels * sampleBytes(header.depth) * Math.min(ROWS_HELD, height * BYTES_OF_LOW);
  switch (kind) {
    case 'gif':
    case 'webp':
    case 'avif':
      return pixels * WHOLE_BYTES[kind];
    case 'jpeg':
      if (!isProgressive && !isInScans) return byRows;
      return header.chromaSubsampling === '4:2:0' && channels === 3
        ? pixels * HALVED_COLOURS_BYTES
        : pixels * channels * COEFFICIENT_BYTES;
    case 'png':
    case 'tiff':
      // What is turned is decoded whole.
      return isProgressive || orientation !== 1
        ? Math.max(byRows, pixels * channels * sampleBytes(header.depth))
        : byRows;
  }
}

function sampleBytes(depth: string): number {
  if (depth === 'uchar' || depth === 'char') return 1;
  return depth === 'ushort' || depth === 'short' ? 2 : depth === 'double' ? 8 : 4;
}
