import type { ImagePlace } from '../imagePlace';

/** The pixels of a picture as H×W×C, row-major. */
export function interleaved(pixels: Uint8Array, shape: NonNullable<ImagePlace['shape']>): Uint8Array {
  const { height, width, channels, isPlanar } = shape;
  if (isPlanar !== true || channels === 1) return pixels;
  const plane = height * width;
  const mixed = new Uint8Array(plane * channels);
  for (let channel = 0; channel < channels; channel++)
    for (let at = 0; at < plane; at++) mixed[at * channels + channel] = pixels[channel * plane + at]!;
  return mixed;
}
