import type { ImageShape } from '../dataset/dataset';
import { BLUE, GREEN, RED } from './greyImage';

/** Cells along an edge, at most: twice the frequencies that descriptors hold. */
const MOST_CELLS = 16;

/** The mean brightness, 0–255, of the equal square cells of an image. */
export interface CoarseGrey {
  readonly height: number;
  readonly width: number;
  /** `height × width` values of the image last read. */
  readonly cells: Float32Array;
  read(image: Uint8Array): void;
}

/** Shrinks images as far as descriptors allow: everything after it is then cheap. */
export function createCoarseGrey(shape: ImageShape): CoarseGrey {
  const { channels } = shape;
  const edge = Math.ceil(Math.max(shape.height, shape.width) / MOST_CELLS);
  const [height, width] = [Math.ceil(shape.height / edge), Math.ceil(shape.width / edge)];
  const cells = new Float32Array(height * width);
  const shares = Float32Array.from(cells, (_, cell) => {
    const [row, column] = [Math.floor(cell / width), cell % width];
    return 1 / (Math.min(edge, shape.height - row * edge) * Math.min(edge, shape.width - column * edge));
  });
  const read = (image: Uint8Array): void => {
    cells.fill(0);
    let from = 0;
    for (let y = 0; y < shape.height; y++) {
      const row = Math.floor(y / edge) * width;
      for (let cell = row, left = shape.width; left > 0; cell++, left -= edge) {
        let sum = 0;
        for (const end = from + Math.min(edge, left) * channels; from < end; from += channels)
          sum +=
            channels === 1
              ? image[from]!
              : RED * image[from]! + GREEN * image[from + 1]! + BLUE * image[from + 2]!;
        cells[cell]! += sum;
      }
    }
    for (let cell = 0; cell < cells.length; cell++) cells[cell]! *= shares[cell]!;
  };
  return { height, width, cells, read };
}
