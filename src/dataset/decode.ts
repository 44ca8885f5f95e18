import { BACKGROUND_LEVEL } from './background';
import { openImage } from './openImage';
import { plainPixels } from './plainPixels';
import { readImageFile } from './readImageFile';

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
 * label is about.
 * @throws when it cannot be read; `unreadableReason` puts that in words.
 */
export async function decodeImage(file: string, options: DecodeOptions): Promise<DecodedImage> {
  const { bytes, size, mtimeMs } = readImageFile(file);
  const plain = plainPixels(bytes, options);
  if (plain !== undefined) return { pixels: plain, width: options.size, height: options.size, size, mtimeMs };
  return { ...(await decodeWithSharp(bytes, options)), size, mtimeMs };
}

/** Any format, in a millisecond at least. */
export async function decodeWithSharp(
  bytes: Buffer,
  { size, channels }: DecodeOptions,
): Promise<Pick<DecodedImage, 'pixels' | 'width' | 'height'>> {
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
