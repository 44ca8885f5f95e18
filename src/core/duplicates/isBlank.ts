import type { ImageShape } from '../dataset/dataset';

/** Grey levels between the darkest and the brightest pixel of an empty image: allows for the noise of a scan or of JPEG. */
const MOST_RANGE = 12;

/** Whether an image shows nothing: every channel is nearly constant. */
export function isBlank(image: Uint8Array, { channels }: ImageShape): boolean {
  for (let channel = 0; channel < channels; channel++) {
    let [least, most] = [255, 0];
    for (let at = channel; at < image.length; at += channels) {
      const value = image[at]!;
      if (value < least) least = value;
      if (value > most) most = value;
      if (most - least > MOST_RANGE) return false;
    }
  }
  return true;
}
