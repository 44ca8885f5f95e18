import { openImage, readImageFile } from './openImage';

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

/** Behind transparent pixels: mid-grey, so that neither black nor white drawings on transparency vanish. */
const BACKGROUND = { r: 128, g: 128, b: 128 };

/**
 * Decodes one image file to 8-bit sRGB or grey and squashes it, whole, to a square: cropping could cut off what the
 * label is about.
 * @throws when it cannot be read; `unreadableReason` puts that in words.
 */
export async function decodeImage(file: string, { size, channels }: DecodeOptions): Promise<DecodedImage> {
  const { bytes, size: fileSize, mtimeMs } = await readImageFile(file);
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
  return { pixels: data, width: autoOrient.width, height: autoOrient.height, size: fileSize, mtimeMs };
}
