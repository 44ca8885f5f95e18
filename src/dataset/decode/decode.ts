import type { Sharp } from 'sharp';
import { BACKGROUND_LEVEL, BARELY_SEEN } from './background';
import { openDecodeRoom, type DecodeRoom } from './decodeRoom';
import type { ImageForm } from './formats/deepLevels';
import type { Dimensions } from './dimensions';
import type { JpegDecoder } from './jpeg/jpegDecoder';
import { refuseIncompleteJpeg } from './jpeg/refuseIncompleteJpeg';
import { withImage, type OpenedImage } from './openImage';
import { plainPixels, rgbToGrey } from './plainPixels';

/** What images are read with. */
export interface ReadTools {
  /** Absent: JPEGs are decoded like all other formats. */
  readonly decodeJpeg?: JpegDecoder | undefined;
  /** Absent: nothing else is decoded meanwhile. */
  readonly room?: DecodeRoom;
}

export interface DecodeOptions {
  /** Edge length in pixels of the square result. */
  readonly size: number;
  readonly channels: 1 | 3;
}

/** The size of the original, upright, and pixels made of it. */
export interface Picture extends Dimensions {
  /** Row-major, sRGB or grey. */
  readonly pixels: Uint8Array;
  /** What its numbers were taken for, where the format leaves it open. */
  readonly form?: ImageForm | undefined;
}

const BACKGROUND = { r: BACKGROUND_LEVEL, g: BACKGROUND_LEVEL, b: BACKGROUND_LEVEL };

/**
 * Decodes an image to 8-bit sRGB or grey and squashes it, whole, to a square: cropping could cut off what the label is
 * about. With a JPEG decoder, plain JPEGs go to that.
 * @throws when it cannot be read; `unreadableReason` puts that in words.
 */
export async function decodePixels(
  bytes: Buffer,
  options: DecodeOptions,
  { decodeJpeg, room }: ReadTools = {},
): Promise<Picture> {
  return (
    decodePlain(bytes, options) ??
    (decodeJpeg && decodePlainJpeg(decodeJpeg, bytes, options)) ??
    (await decodeWithSharp(bytes, options, room))
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
export const decodeWithSharp = (
  bytes: Buffer,
  { size, channels }: DecodeOptions,
  room?: DecodeRoom,
): Promise<Picture> =>
  resizeWithSharp(bytes, { channels, sizeOf: () => ({ width: size, height: size }), room });

interface ResizeOptions {
  readonly channels: 1 | 3;
  /** What is wanted of an original of this size. */
  readonly sizeOf: (original: Dimensions) => Dimensions;
  readonly room?: DecodeRoom | undefined;
}

/** Any format, squashed or stretched to the size that is wanted of the original's. */
export function resizeWithSharp(
  bytes: Buffer,
  { channels, sizeOf, room = openDecodeRoom(undefined) }: ResizeOptions,
): Promise<Picture> {
  return withImage(bytes, room, async (opened) => {
    const size = sizeOf(opened.original);
    const picture = await resize(opened, channels, size);
    if (opened.kind === 'jpeg') await refuseIncompleteJpeg(bytes, picture.pixels, { channels, ...size });
    return picture;
  });
}

async function resize(opened: OpenedImage, channels: 1 | 3, size: Dimensions): Promise<Picture> {
  const { image, original, hasAlpha, form } = opened;
  // A clone has a copy of the bytes.
  const pixels = await toPixels(
    (hasAlpha ? image.clone() : image).flatten({ background: BACKGROUND }),
    channels,
    size,
  );
  if (!hasAlpha || !isBackground(pixels)) return { ...original, pixels, form };
  // Nothing of it can be seen: its opacity is something else, or a slip.
  const colours = await toPixels(await opened.withoutAlpha(), channels, size);
  return isFlat(colours, channels)
    ? { ...original, pixels, form }
    : { ...original, pixels: colours, form: 'form-transparent' };
}

async function toPixels(image: Sharp, channels: 1 | 3, { width, height }: Dimensions): Promise<Uint8Array> {
  const { data } = await image
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .resize(width, height, { fit: 'fill' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (data.length !== width * height * channels)
    throw new Error(`${data.length / (width * height)} channels instead of ${channels}`);
  return data;
}

/** Whether there is next to nothing but the background. */
const isBackground = (pixels: Uint8Array): boolean =>
  pixels.every((value) => Math.abs(value - BACKGROUND_LEVEL) <= BARELY_SEEN);

/** Whether all pixels are about the same. */
const isFlat = (pixels: Uint8Array, channels: 1 | 3): boolean =>
  pixels.every((value, at) => Math.abs(value - pixels[at % channels]!) <= BARELY_SEEN);
