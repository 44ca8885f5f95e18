import type { Box } from '../../../core/dataset/imagePlace';
import { encodeBmp } from '../../../core/dataset/pixels/encodeBmp';
import { message } from '../../../core/words/message';
import { resizeWithSharp } from '../decode';
import type { DecodeRoom } from '../decodeRoom';
import type { Dimensions } from '../dimensions';
import { ImageRefusal } from '../formats/imageRefusal';

/** Of a box's width and height, on each side: what an object is shows in what is around it. */
const MARGIN = 0.15;
/** Pixels: a few of them around a tiny object tell more than any share of it. */
const LEAST_MARGIN = 4;
/** A larger picture is made smaller before its boxes are cut out, so that a thread holds no more than 48 MB of it. */
const MOST_PIXELS = 1 << 24;

/** A decoded picture, to cut boxes out of. */
export interface CroppedPicture {
  /** Of the original, upright. */
  readonly original: Dimensions;
  /** H×W×3, row-major, sRGB; smaller than the original where that is large. */
  readonly pixels: Uint8Array;
  readonly size: Dimensions;
}

/** @throws when it cannot be read, as `decodePixels`. */
export async function openPictureForCrops(
  bytes: Buffer,
  room: DecodeRoom,
  mostPixels = MOST_PIXELS,
): Promise<CroppedPicture> {
  let size: Dimensions = { width: 0, height: 0 };
  const sizeOf = ({ width, height }: Dimensions) => {
    const shrink = Math.min(1, Math.sqrt(mostPixels / (width * height)));
    size = {
      width: Math.max(1, Math.floor(width * shrink)),
      height: Math.max(1, Math.floor(height * shrink)),
    };
    return size;
  };
  const { pixels, width, height } = await resizeWithSharp(bytes, { channels: 3, sizeOf, room });
  return { original: { width, height }, pixels, size };
}

/** What is shown of a picture for a box: the box with a margin, as far as it lies in the picture, in whole pixels. */
export function cropOf({ x, y, width, height }: Box, picture: Dimensions): Box {
  const [aside, above] = [width, height].map((edge) => Math.max(edge * MARGIN, LEAST_MARGIN)) as [
    number,
    number,
  ];
  const left = clamp(Math.floor(x - aside), picture.width);
  const top = clamp(Math.floor(y - above), picture.height);
  const right = clamp(Math.ceil(x + width + aside), picture.width);
  const bottom = clamp(Math.ceil(y + height + above), picture.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * Cuts a box out of a picture, with a margin around it, as the bytes of a `.bmp` file.
 * @throws ImageRefusal for a box that is empty or lies outside the picture.
 */
export function cropBox(picture: CroppedPicture, box: Box): Buffer {
  const { original, pixels, size } = picture;
  refuseEmpty(box, original);
  const crop = cropOf(box, original);
  const scaleX = size.width / original.width;
  const scaleY = size.height / original.height;
  const left = Math.min(Math.floor(crop.x * scaleX), size.width - 1);
  const top = Math.min(Math.floor(crop.y * scaleY), size.height - 1);
  const width = Math.max(1, Math.min(Math.round(crop.width * scaleX), size.width - left));
  const height = Math.max(1, Math.min(Math.round(crop.height * scaleY), size.height - top));
  const cut = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * size.width + left) * 3;
    cut.set(pixels.subarray(from, from + width * 3), row * width * 3);
  }
  return Buffer.from(encodeBmp(cut, { width, height, channels: 3 }).buffer);
}

function refuseEmpty({ x, y, width, height }: Box, picture: Dimensions): void {
  if (!(width > 0 && height > 0)) throw new ImageRefusal(message('image-box-empty'));
  if (x >= picture.width || y >= picture.height || x + width <= 0 || y + height <= 0)
    throw new ImageRefusal(
      message('image-box-outside', { width: `${picture.width}`, height: `${picture.height}` }),
    );
}

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
