/** Planes of products: of pointwise convolutions, and of the first convolution. */
import { highestOf, ImagePixels, lowestOf, PlanePixel, productTile, TILE_PIXELS } from './encoderTile';

/** Floats of 3 pixels of an RGB image. */
const WINDOW_ROW: i32 = 9;

/**
 * Makes floats of a panel of 8-bit weights, which are a quarter of the bytes to bring from a far cache: `rows` times 8,
 * each times the scale of its column.
 */
export function unpackPanel(panel: usize, rows: i32, scales: usize, unpacked: usize): void {
  const s0 = v128.load(scales);
  const s1 = v128.load(scales, 16);
  for (const end = panel + ((<usize>rows) << 3); panel < end; panel += 8, unpacked += 32) {
    const wide = v128.load8x8_s(panel);
    v128.store(unpacked, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(wide)), s0));
    v128.store(unpacked, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(wide)), s1), 16);
  }
}

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
  productRow<PlanePixel>(
    pixels,
    8,
    source,
    blocks,
    planeBytes,
    panel,
    bias,
    target,
    offsets,
    residual,
    lowestOf(isRelu6),
    highestOf(isRelu6),
  );
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
  const lowest = lowestOf(isRelu6);
  const highest = highestOf(isRelu6);
  for (let row = 0; row < size; row++, image += 2 * rowBytes, offsets += (<usize>size) << 2)
    productRow<ImagePixels>(
      size,
      WINDOW_ROW,
      image,
      3,
      rowBytes,
      panel,
      bias,
      target,
      offsets,
      0,
      lowest,
      highest,
    );
}

/** Tiles of nearly the same size, larger ones first: one of few pixels takes hardly less time than a full one. */
export function tilePixels(pixels: i32, tiles: i32): i32 {
  return (pixels + tiles - 1) / tiles;
}

function productRow<Pixel>(
  pixels: i32,
  runLength: i32,
  from: usize,
  runs: i32,
  step: usize,
  panel: usize,
  bias: usize,
  to: usize,
  offsets: usize,
  residual: usize,
  low: v128,
  high: v128,
): void {
  for (let tiles = (pixels + TILE_PIXELS - 1) / TILE_PIXELS; tiles > 0; tiles--) {
    const count = tilePixels(pixels, tiles);
    if (TILE_PIXELS > 5 && count == 6)
      productTile<Pixel>(6, runLength, from, runs, step, panel, bias, to, offsets, residual, low, high);
    else if (TILE_PIXELS > 4 && count == 5)
      productTile<Pixel>(5, runLength, from, runs, step, panel, bias, to, offsets, residual, low, high);
    else if (count == 4)
      productTile<Pixel>(4, runLength, from, runs, step, panel, bias, to, offsets, residual, low, high);
    else if (count == 3)
      productTile<Pixel>(3, runLength, from, runs, step, panel, bias, to, offsets, residual, low, high);
    else if (count == 2)
      productTile<Pixel>(2, runLength, from, runs, step, panel, bias, to, offsets, residual, low, high);
    else productTile<Pixel>(1, runLength, from, runs, step, panel, bias, to, offsets, residual, low, high);
    pixels -= count;
    from += <usize>count * offsetof<Pixel>();
    offsets += (<usize>count) << 2;
  }
}
