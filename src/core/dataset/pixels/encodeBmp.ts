import type { ImageShape } from '../dataset';

const FILE_HEADER = 14;
const INFO_HEADER = 40;
const BYTES_PER_PIXEL = 3;

/**
 * One image as the bytes of a `.bmp` file of 24 bits a pixel (bottom row first, blue before red, rows of a multiple of four
 * bytes), which every browser shows. `pixels` is H×W×C, 0–255; one channel is grey.
 */
export function encodeBmp(pixels: Uint8Array, { height, width, channels }: ImageShape): Uint8Array {
  const stride = Math.ceil((width * BYTES_PER_PIXEL) / 4) * 4;
  const bytes = new Uint8Array(FILE_HEADER + INFO_HEADER + stride * height);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]); // "BM"
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, FILE_HEADER + INFO_HEADER, true);
  view.setUint32(14, INFO_HEADER, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true); // planes
  view.setUint16(28, BYTES_PER_PIXEL * 8, true);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      const to = FILE_HEADER + INFO_HEADER + (height - 1 - y) * stride + x * BYTES_PER_PIXEL;
      for (let color = 0; color < BYTES_PER_PIXEL; color++)
        bytes[to + BYTES_PER_PIXEL - 1 - color] = pixels[from + (channels === 1 ? 0 : color)]!;
    }
  return bytes;
}
