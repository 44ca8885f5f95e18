import { BACKGROUND_LEVEL } from './background';
import type { Dimensions } from './dimensions';
import { readImageFile, type ImageFile } from './imageFile';
import type { JpegDecoder } from './jpeg/jpegDecoder';
import { openImage } from './openImage';
import { plainPixels, rgbToGrey } from './plainPixels';

export interface DecodeOptions {
  /** Edge length in pixels of the square result. */
  readonly size: number;
  readonly channels: 1 | 3;
}

/** The size of the original, upright, and pixels made of it. */
export interface Picture extends Dimensions {
  /** Row-major, sRGB or grey. */
  readonly pixels: Uint8Array;
}

/** A picture of `size × size × channels` bytes, and what identifies the file that it was made from. */
export type DecodedImage = Picture & Omit<ImageFile, 'bytes'>;

const BACKGROUND = { r: BACKGROUND_LEVEL, g: BACKGROUND_LEVEL, b: BACKGROUND_LEVEL };

/** Decodes one image file as `decodePixels` does. */
export async function decodeImage(file: string, options: DecodeOptions): Promise<DecodedImage> {
  const { bytes, ...version } = readImageFile(file);
  return { ...(await decodePixels(bytes, options)), ...version };
}

/**
 * Decodes an image to 8-bit sRGB or grey and squashes it, whole, to a square: cropping could cut off what the label is
 * about. With a JPEG decoder, plain JPEGs go to that.
 * @throws when it cannot be read; `unreadableReason` puts that in words.
 */
export async function decodePixels(
  bytes: Buffer,
  options: DecodeOptions,
  decodeJpeg?: JpegDecoder,
): Promise<Picture> {
  return (
    decodePlain(bytes, options) ??
    (decodeJpeg && decodePlainJpeg(decodeJpeg, bytes, options)) ??
    (await decodeWithSharp(bytes, options))
  );
}

function decodePlain(bytes: Buffer, options: DecodeOptions): Picture | undefined {
  const pixels = plainPixels(bytes, options);
  return pixels && { pixels, width: options.size, height: options.size };
}

function decodePlainJpeg(
  decodeJpeg: JpegDecoder,
  bytes: Buffer,
  { size, channels }: DecodeOptions,
): Picture | undefined {
  // No profile is passed over, not even sRGB: caches hold what the full decoder makes of it, here and there another level.
  const decoded = decodeJpeg(bytes, { sizeOf: () => ({ width: size, height: size }) });
  if (decoded === undefined) return undefined;
  const { rgb, width, height } = decoded;
  const pixels = channels === 3 ? rgb : rgbToGrey(rgb);
  return pixels && { pixels, width, height };
}

/** Any format, in a millisecond at least. */
export const decodeWithSharp = (bytes: Buffer, { size, channels }: DecodeOptions): Promise<Picture> =>
  resizeWithSharp(bytes, channels, () => ({ width: size, height: size }));

/** Any format, squashed or stretched to the size that is wanted of the original's. */
export async function resizeWithSharp(
  bytes: Buffer,
  channels: 1 | 3,
  sizeOf: (original: Dimensions) => Dimensions,
): Promise<Picture> {
  const image = openImage(bytes);
  const { autoOrient: original } = await image.metadata();
  const { width, height } = sizeOf(original);
  const { data } = await image
    .flatten({ background: BACKGROUND })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .resize(width, height, { fit: 'fill' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (data.length !== width * height * channels)
    throw new Error(`${data.length / (width * height)} channels instead of ${channels}`);
  return { pixels: data, width: original.width, height: original.height };
}
