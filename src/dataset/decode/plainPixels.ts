import { BACKGROUND_LEVEL, BARELY_SEEN } from './background';
import { decodePlainPng, pngSize, type PlainImage } from './formats/plainPng';

/**
 * The pixels of a plain PNG that has the wanted size already, exactly as the full decoder would give them; undefined
 * where that one has to do it.
 */
export function plainPixels(
  bytes: Buffer,
  { size, channels }: { readonly size: number; readonly channels: 1 | 3 },
): Uint8Array | undefined {
  const found = pngSize(bytes);
  // Before anything is inflated: a header may claim any size.
  if (found?.width !== size || found.height !== size) return undefined;
  const decoded = decodePlainPng(bytes);
  if (decoded === undefined) return undefined;
  // The full decoder decides what is to be seen of what cannot be seen.
  if (decoded.channels === 4 && isTransparent(decoded.data)) return undefined;
  const image = decoded.channels === 4 ? flatten(decoded.data) : decoded;
  if (image.channels === channels) return image.data;
  return channels === 3 ? greyToRgb(image.data) : rgbToGrey(image.data);
}

const isTransparent = (rgba: Uint8Array): boolean => {
  for (let alpha = 3; alpha < rgba.length; alpha += 4) if (rgba[alpha]! > 2 * BARELY_SEEN) return false;
  return true;
};

/** Over the background, in whole numbers and rounded down, as libvips does. */
function flatten(rgba: Uint8Array): Pick<PlainImage, 'data' | 'channels'> {
  const data = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    const alpha = rgba[from + 3]!;
    const background = BACKGROUND_LEVEL * (255 - alpha);
    for (let channel = 0; channel < 3; channel++)
      data[to++] = Math.floor((rgba[from + channel]! * alpha + background) / 255);
  }
  return { data, channels: 3 };
}

function greyToRgb(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  for (let pixel = 0; pixel < grey.length; pixel++) rgb.fill(grey[pixel]!, pixel * 3, pixel * 3 + 3);
  return rgb;
}

/** Undefined for colours: their luminance is computed by the full decoder, in linear light. */
export function rgbToGrey(rgb: Uint8Array): Uint8Array | undefined {
  const grey = new Uint8Array(rgb.length / 3);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const red = rgb[pixel * 3]!;
    if (rgb[pixel * 3 + 1] !== red || rgb[pixel * 3 + 2] !== red) return undefined;
    grey[pixel] = red;
  }
  return grey;
}
