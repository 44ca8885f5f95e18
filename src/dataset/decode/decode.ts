import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { BACKGROUND_LEVEL } from './background';
import type { JpegDecoder } from './jpeg/jpegDecoder';
import { openImage } from './openImage';
import { plainPixels, rgbToGrey } from './plainPixels';

export interface DecodeOptions {
  /** Edge length in pixels of the square result. */
  readonly size: number;
  readonly channels: 1 | 3;
}

export interface DecodedImage {
  /** `size × size × channels` bytes, row-major, sRGB or grey. */
  readonly pixels: Uint8Array;
  /** Size of the original in pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** Size in bytes and modification time of the file that was decoded. */
  readonly size: number;
  readonly mtimeMs: number;
}

const BACKGROUND = { r: BACKGROUND_LEVEL, g: BACKGROUND_LEVEL, b: BACKGROUND_LEVEL };

/**
 * Decodes one image file to 8-bit sRGB or grey and squashes it, whole, to a square: cropping could cut off what the
 * label is about. With a JPEG decoder, plain JPEGs go to that.
 * @throws when it cannot be read; `unreadableReason` puts that in words.
 */
export async function decodeImage(
  file: string,
  options: DecodeOptions,
  decodeJpeg?: JpegDecoder,
): Promise<DecodedImage> {
  const { bytes, size, mtimeMs } = readImageFile(file);
  const picture =
    decodePlain(bytes, options) ??
    (decodeJpeg && decodePlainJpeg(decodeJpeg, bytes, options)) ??
    (await decodeWithSharp(bytes, options));
  return { ...picture, size, mtimeMs };
}

type Picture = Pick<DecodedImage, 'pixels' | 'width' | 'height'>;

function decodePlain(bytes: Buffer, options: DecodeOptions): Picture | undefined {
  const pixels = plainPixels(bytes, options);
  return pixels && { pixels, width: options.size, height: options.size };
}

function decodePlainJpeg(
  decodeJpeg: JpegDecoder,
  bytes: Buffer,
  { size, channels }: DecodeOptions,
): Picture | undefined {
  const decoded = decodeJpeg(bytes, size);
  if (decoded === undefined) return undefined;
  const { rgb, width, height } = decoded;
  const pixels = channels === 3 ? rgb : rgbToGrey(rgb);
  return pixels && { pixels, width, height };
}

/** Any format, in a millisecond at least. */
export async function decodeWithSharp(bytes: Buffer, { size, channels }: DecodeOptions): Promise<Picture> {
  const image = openImage(bytes);
  const { autoOrient } = await image.metadata();
  const { data } = await image
    .flatten({ background: BACKGROUND })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .resize(size, size, { fit: 'fill' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (data.length !== size * size * channels)
    throw new Error(`${data.length / (size * size)} channels instead of ${channels}`);
  return { pixels: data, width: autoOrient.width, height: autoOrient.height };
}

/** The bytes of a file and what identifies this version of it. */
interface ImageFile {
  readonly bytes: Buffer;
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * Reads a whole file; the size and time belong to the very bytes read, even while others replace the file. Synchronous,
 * for threads that decode: for small files, asking the thread pool four times takes ten times as long as reading.
 */
function readImageFile(file: string): ImageFile {
  const handle = openSync(file, 'r');
  try {
    const { size, mtimeMs } = fstatSync(handle);
    return { bytes: readFileSync(handle), size, mtimeMs };
  } finally {
    closeSync(handle);
  }
}
