import { resizeWithSharp, type ReadTools } from './decode';
import type { Dimensions } from './dimensions';
import { isSrgbProfile } from './jpeg/srgbProfile';
import { plainPixels } from './plainPixels';

/** What is shown of an image, and the size of the original in pixels, upright. */
export interface ImageView extends Dimensions {
  /** Row-major bytes: one square, or several from end to end of a long image. */
  readonly squares: readonly Uint8Array[];
}

const CHANNELS = 3;
/** From here on the middle square alone would leave most of the image unseen. */
const LONG_RATIO = 2;
const MOST_CROPS = 5;
/** Still longer images are squashed to this, so that what is decoded stays bounded. */
const LARGEST_RATIO = 16;

/**
 * Decodes an image as the network's pixels are decoded, but with its proportions: the shorter side has the encoder's size, and of
 * the longer one the middle is cut out. Where one side is more than twice as long as the other, the encoder is shown
 * squares that are spread evenly, so that no part of the image decides alone.
 * @throws when it cannot be read; `unreadableReason` puts that in words.
 */
export async function encoderView(
  bytes: Buffer,
  size: number,
  { decodeJpeg, room }: ReadTools = {},
): Promise<ImageView> {
  const plain = plainPixels(bytes, { size, channels: CHANNELS });
  if (plain !== undefined) return { squares: [plain], width: size, height: size };
  const sizeOf = (original: Dimensions) => proportionalSize(original, size);
  const jpeg = decodeJpeg?.(bytes, { sizeOf, isHarmlessProfile: isSrgbProfile });
  const { pixels, width, height } =
    jpeg === undefined
      ? await resizeWithSharp(bytes, { channels: CHANNELS, sizeOf, room })
      : { ...jpeg, pixels: jpeg.rgb };
  return { squares: cropSquares({ pixels, width, height }, size), width, height };
}

/** The shorter side has this size. */
function proportionalSize({ width, height }: Dimensions, size: number): Dimensions {
  const ratio = Math.min(ratioOf({ width, height }), LARGEST_RATIO);
  const longer = Math.round(ratio * size);
  return width > height ? { width: longer, height: size } : { width: size, height: longer };
}

/** `pixels` are of the proportional size, the dimensions the original's. */
function cropSquares(
  { pixels, ...original }: Dimensions & { readonly pixels: Uint8Array },
  size: number,
): readonly Uint8Array[] {
  const ratio = ratioOf(original);
  const { width, height } = proportionalSize(original, size);
  const room = Math.max(width, height) - size;
  const count = ratio > LONG_RATIO ? Math.min(Math.ceil(ratio / 2) + 1, MOST_CROPS) : 1;
  return Array.from({ length: count }, (_, crop) => {
    const start = count === 1 ? room >> 1 : Math.round((crop * room) / (count - 1));
    if (width <= height) return pixels.slice(start * size * CHANNELS, (start + size) * size * CHANNELS);
    const square = new Uint8Array(size * size * CHANNELS);
    for (let row = 0; row < size; row++) {
      const from = (row * width + start) * CHANNELS;
      square.set(pixels.subarray(from, from + size * CHANNELS), row * size * CHANNELS);
    }
    return square;
  });
}

/** Of the longer side to the shorter one. */
const ratioOf = ({ width, height }: Dimensions): number => Math.max(width, height) / Math.min(width, height);
