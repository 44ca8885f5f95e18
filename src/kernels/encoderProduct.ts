/** Planes of products: of pointwise convolutions, and of the first convolution. */
import { ImagePixels, PlanePixel, productTile, TILE_PIXELS } from './encoderTile';

/** Floats of 3 pixels of an RGB image. */
const WINDOW_ROW: i32 = 9;

/** One plane of a pointwise convolution; the planes of `source`, `blocks` of them, are `planeBytes` apart. */
export function pointwisePlane(
  source: usize,
  pixels: i32,
  blocks: i32,
  planeBytes: usize,
  panel: usize,
  bias: usize,
  target: usize,
  offsets: usize,
  residual: usize,
  isRelu6: bool,
): void {
  for (let tiles = (pixels + TILE_PIXELS - 1) / TILE_PIXELS; tiles > 0; tiles--) {
    const count = tilePixels(pixels, tiles);
    pointwiseTile(count, source, blocks, planeBytes, panel, bias, target, offsets, residual, isRelu6);
    pixels -= count;
    source += <usize>count * offsetof<PlanePixel>();
    offsets += (<usize>count) << 2;
  }
}

/**
 * One plane of a convolution 3×3 at stride 2, of `size` rows and columns, over a padded RGB image of floats, `rowBytes`
 * from row to row.
 */
export function convolutionPlane(
  image: usize,
  rowBytes: usize,
  size: i32,
  panel: usize,
  bias: usize,
  target: usize,
  offsets: usize,
  isRelu6: bool,
): void {
  for (let row = 0; row < size; row++, image += 2 * rowBytes) {
    let from = image;
    let left = size;
    for (let tiles = (size + TILE_PIXELS - 1) / TILE_PIXELS; tiles > 0; tiles--) {
      const count = tilePixels(left, tiles);
      convolutionTile(count, from, rowBytes, panel, bias, target, offsets, isRelu6);
      left -= count;
      from += <usize>count * offsetof<ImagePixels>();
      offsets += (<usize>count) << 2;
    }
  }
}

/** Tiles of nearly the same size: one of few pixels takes hardly less time than a full one. */
export function tilePixels(pixels: i32, tiles: i32): i32 {
  return (pixels + tiles - 1) / tiles;
}

function pointwiseTile(
  count: i32,
  from: usize,
  runs: i32,
  step: usize,
  panel: usize,
  bias: usize,
  to: usize,
  offsets: usize,
  residual: usize,
  isRelu6: bool,
): void {
  if (TILE_PIXELS > 5 && count == 6)
    productTile<PlanePixel>(6, 8, from, runs, step, panel, bias, to, offsets, residual, isRelu6);
  else if (TILE_PIXELS > 4 && count == 5)
    productTile<PlanePixel>(5, 8, from, runs, step, panel, bias, to, offsets, residual, isRelu6);
  else if (count == 4)
    productTile<PlanePixel>(4, 8, from, runs, step, panel, bias, to, offsets, residual, isRelu6);
  else if (count == 3)
    productTile<PlanePixel>(3, 8, from, runs, step, panel, bias, to, offsets, residual, isRelu6);
  else if (count == 2)
    productTile<PlanePixel>(2, 8, from, runs, step, panel, bias, to, offsets, residual, isRelu6);
  else productTile<PlanePixel>(1, 8, from, runs, step, panel, bias, to, offsets, residual, isRelu6);
}

function convolutionTile(
  count: i32,
  from: usize,
  step: usize,
  panel: usize,
  bias: usize,
  to: usize,
  offsets: usize,
  isRelu6: bool,
): void {
  if (TILE_PIXELS > 5 && count == 6)
    productTile<ImagePixels>(6, WINDOW_ROW, from, 3, step, panel, bias, to, offsets, 0, isRelu6);
  else if (TILE_PIXELS > 4 && count == 5)
    productTile<ImagePixels>(5, WINDOW_ROW, from, 3, step, panel, bias, to, offsets, 0, isRelu6);
  else if (count == 4)
    productTile<ImagePixels>(4, WINDOW_ROW, from, 3, step, panel, bias, to, offsets, 0, isRelu6);
  else if (count == 3)
    productTile<ImagePixels>(3, WINDOW_ROW, from, 3, step, panel, bias, to, offsets, 0, isRelu6);
  else if (count == 2)
    productTile<ImagePixels>(2, WINDOW_ROW, from, 3, step, panel, bias, to, offsets, 0, isRelu6);
  else productTile<ImagePixels>(1, WINDOW_ROW, from, 3, step, panel, bias, to, offsets, 0, isRelu6);
}
