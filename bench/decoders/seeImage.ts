import sharp from 'sharp';
import { wordMessage } from '../../src/core/words/message';
import { BACKGROUND_LEVEL } from '../../src/dataset/decode/background';
import { resizeWithSharp } from '../../src/dataset/decode/decode';
import type { Dimensions } from '../../src/dataset/decode/dimensions';
import type { JpegDecoder } from '../../src/dataset/decode/jpeg/jpegDecoder';
import { pngSize } from '../../src/dataset/decode/formats/plainPng';
import { plainPixels } from '../../src/dataset/decode/plainPixels';
import { unreadableReason } from '../../src/dataset/decode/unreadableReason';

/** The pixels of an image in its own size, or why it was refused. */
export type Seen =
  (Dimensions & { readonly rgb: Uint8Array; readonly isDeep: boolean }) | { readonly refused: string };

const inItsSize = (original: Dimensions) => original;

/** As a scan reads it: through the full decoder. */
export async function seeFully(bytes: Buffer): Promise<Seen> {
  try {
    const { pixels, width, height, form } = await resizeWithSharp(bytes, { channels: 3, sizeOf: inItsSize });
    return { rgb: pixels, width, height, isDeep: form !== undefined };
  } catch (error) {
    return { refused: wordMessage(unreadableReason(error)) };
  }
}

/** As a scan reads it: through what is faster; undefined where that leaves it to the full decoder. */
export function seeFast(bytes: Buffer, decodeJpeg: JpegDecoder): Seen | undefined {
  const png = pngSize(bytes);
  if (png === undefined) {
    const jpeg = decodeJpeg(bytes, { sizeOf: inItsSize });
    return jpeg && { ...jpeg, isDeep: false };
  }
  const rgb = plainPixels(bytes, { size: png.width, channels: 3 });
  return rgb && { rgb, ...png, isDeep: false };
}

/** By sharp alone, which refuses whatever it is warned of. */
export async function seeStrictly(bytes: Buffer): Promise<Seen> {
  const level = BACKGROUND_LEVEL;
  try {
    const { data, info } = await sharp(bytes, { failOn: 'warning' })
      .autoOrient()
      .flatten({ background: { r: level, g: level, b: level } })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { rgb: data, width: info.width, height: info.height, isDeep: false };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

export interface Difference {
  readonly most: number;
  readonly mean: number;
}

/** Infinite where the sizes differ. */
export function differenceOf(
  one: Dimensions & { readonly rgb: Uint8Array },
  other: Dimensions & { readonly rgb: Uint8Array },
): Difference {
  if (one.width !== other.width || one.height !== other.height || one.rgb.length !== other.rgb.length)
    return { most: Infinity, mean: Infinity };
  let [most, sum] = [0, 0];
  for (let at = 0; at < one.rgb.length; at++) {
    const difference = Math.abs(one.rgb[at]! - other.rgb[at]!);
    if (difference > most) most = difference;
    sum += difference;
  }
  return { most, mean: sum / one.rgb.length };
}
