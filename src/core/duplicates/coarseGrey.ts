import type { PixelTensor } from '../dataset';
import { BLUE, GREEN, RED } from './greyImage';

/** Cells along an edge, at most: twice the frequencies that descriptors hold. */
const MOST_CELLS = 16;

/** The mean brightness, 0–255, of the equal square cells of an image. */
export interface CoarseGrey {
  readonly height: number;
  readonly width: number;
  /** `height × width` values of the image last read. */
  readonly cells: Float32Array;
  read(image: number): void;
}

/** Shrinks images as far as descriptors allow: everything after it is then cheap. */
export function createCoarseGrey(pixels: PixelTensor): CoarseGrey {
  const { data, channels } = pixels;
  const edge = Math.ceil(Math.max(pixels.height, pixels.width) / MOST_CELLS);
  const [height, width] = [Math.ceil(pixels.height / edge), Math.ceil(pixels.width / edge)];
  const cells = new Float32Array(height * width);
  const stride = pixels.height * pixels.width * channels;
  const shares = Float32Array.from(cells, (_, cell) => {
    const [row, column] = [Math.floor(cell / width), cell % width];
    return 1 / (Math.min(edge, pixels.height - row * edge) * Math.min(edge, pixels.width - column * edge));
  });
  const read = (image: number): void => {
    cells.fill(0);
    let from = image * stride;
    for (let y = 0; y < pixels.height; y++) {
      const row = Math.floor(y / edge) * width;
      for (let cell = row, left = pixels.width; left > 0; cell++, left -= edge) {
        let sum = 0;
        for (const end = from + Math.min(edge, left) * channels; from < end; from += channels)
          sum +=
            channels === 1
              ? data[from]!
              : RED * data[from]! + GREEN * data[from + 1]! + BLUE * data[from + 2]!;
        cells[cell]! += sum;
      }
    }
    for (let cell = 0; cell < cells.length; cell++) cells[cell]! *= shares[cell]!;
  };
  return { height, width, cells, read };
}
