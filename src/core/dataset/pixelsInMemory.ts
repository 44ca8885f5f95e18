import { bytesPerImage } from './pixels/bytesPerImage';
import type { ImageShape, PixelTensor } from './dataset';

/** Images that lie in `data`, one after another. */
export function pixelsInMemory({
  data,
  height,
  width,
  channels,
}: ImageShape & { readonly data: Uint8Array }): PixelTensor {
  const size = bytesPerImage({ height, width, channels });
  return {
    count: data.length / size,
    height,
    width,
    channels,
    read: (image, into) => into.set(data.subarray(image * size, (image + 1) * size)),
  };
}
