/** Depthwise convolutions: each channel has its own window of weights. */
import { tilePixels } from './encoderProduct';
import { highestOf, lowestOf, PlanePixel, storePixel, TILE_PIXELS } from './encoderTile';
import { multiplyAdd } from './simd';

/** The distance between windows at stride 2. */
@unmanaged
class PlanePixels {
  first: v128;
  second: v128;
  third: v128;
  fourth: v128;
}

/**
 * One plane of `size` rows and columns: windows of `kernel` × `kernel` pixels, 1 or 2 pixels apart, over a padded
 * plane, `rowBytes` from row to row. Weights are 8 for each pixel of a window.
 */
export function depthwisePlane(
  source: usize,
  rowBytes: usize,
  kernel: i32,
  stride: i32,
  size: i32,
  weights: usize,
  bias: usize,
  target: usize,
  isRelu6: bool,
): void {
  const low = lowestOf(isRelu6);
  const high = highestOf(isRelu6);
  for (let row = 0; row < size; row++, source += <usize>stride * rowBytes) {
    if (stride == 1) windowRow<PlanePixel>(size, source, rowBytes, kernel, weights, bias, target, low, high);
    else windowRow<PlanePixels>(size, source, rowBytes, kernel, weights, bias, target, low, high);
    target += <usize>size * offsetof<PlanePixel>();
  }
}

function windowRow<Pixel>(
  pixels: i32,
  from: usize,
  rowBytes: usize,
  kernel: i32,
  weights: usize,
  bias: usize,
  to: usize,
  low: v128,
  high: v128,
): void {
  for (let tiles = (pixels + TILE_PIXELS - 1) / TILE_PIXELS; tiles > 0; tiles--) {
    const count = tilePixels(pixels, tiles);
    if (TILE_PIXELS > 5 && count == 6) windows<Pixel>(6, from, rowBytes, kernel, weights, bias, to, low, high);
    else if (TILE_PIXELS > 4 && count == 5) windows<Pixel>(5, from, rowBytes, kernel, weights, bias, to, low, high);
    else if (count == 4) windows<Pixel>(4, from, rowBytes, kernel, weights, bias, to, low, high);
    else if (count == 3) windows<Pixel>(3, from, rowBytes, kernel, weights, bias, to, low, high);
    else if (count == 2) windows<Pixel>(2, from, rowBytes, kernel, weights, bias, to, low, high);
    else windows<Pixel>(1, from, rowBytes, kernel, weights, bias, to, low, high);
    pixels -= count;
    from += <usize>count * offsetof<Pixel>();
    to += <usize>count * offsetof<PlanePixel>();
  }
}

/** `pixels` windows of one row, a `Pixel` apart. Inlined with constants, as products are. */
// @ts-ignore: TypeScript has no decorators on functions
@inline
function windows<Pixel>(
  pixels: i32,
  from: usize,
  rowBytes: usize,
  kernel: i32,
  weights: usize,
  bias: usize,
  to: usize,
  low: v128,
  high: v128,
): void {
  let c00 = v128.load(bias);
  let c01 = v128.load(bias, 16);
  let c10 = c00;
  let c11 = c01;
  let c20 = c00;
  let c21 = c01;
  let c30 = c00;
  let c31 = c01;
  let c40 = c00;
  let c41 = c01;
  let c50 = c00;
  let c51 = c01;
  for (let row = 0; row < kernel; row++, from += rowBytes) {
    let p = from;
    for (let column = 0; column < kernel; column++) {
      const w0 = v128.load(weights);
      const w1 = v128.load(weights, 16);
      c00 = multiplyAdd(v128.load(p), w0, c00);
      c01 = multiplyAdd(v128.load(p, 16), w1, c01);
      if (pixels > 1) {
        c10 = multiplyAdd(v128.load(p, offsetof<Pixel>()), w0, c10);
        c11 = multiplyAdd(v128.load(p, offsetof<Pixel>() + 16), w1, c11);
      }
      if (pixels > 2) {
        c20 = multiplyAdd(v128.load(p, 2 * offsetof<Pixel>()), w0, c20);
        c21 = multiplyAdd(v128.load(p, 2 * offsetof<Pixel>() + 16), w1, c21);
      }
      if (pixels > 3) {
        c30 = multiplyAdd(v128.load(p, 3 * offsetof<Pixel>()), w0, c30);
        c31 = multiplyAdd(v128.load(p, 3 * offsetof<Pixel>() + 16), w1, c31);
      }
      if (pixels > 4) {
        c40 = multiplyAdd(v128.load(p, 4 * offsetof<Pixel>()), w0, c40);
        c41 = multiplyAdd(v128.load(p, 4 * offsetof<Pixel>() + 16), w1, c41);
      }
      if (pixels > 5) {
        c50 = multiplyAdd(v128.load(p, 5 * offsetof<Pixel>()), w0, c50);
        c51 = multiplyAdd(v128.load(p, 5 * offsetof<Pixel>() + 16), w1, c51);
      }
      p += offsetof<PlanePixel>();
      weights += offsetof<PlanePixel>();
    }
  }
  storePixel(to, c00, c01, low, high);
  if (pixels > 1) storePixel(to + 1 * offsetof<PlanePixel>(), c10, c11, low, high);
  if (pixels > 2) storePixel(to + 2 * offsetof<PlanePixel>(), c20, c21, low, high);
  if (pixels > 3) storePixel(to + 3 * offsetof<PlanePixel>(), c30, c31, low, high);
  if (pixels > 4) storePixel(to + 4 * offsetof<PlanePixel>(), c40, c41, low, high);
  if (pixels > 5) storePixel(to + 5 * offsetof<PlanePixel>(), c50, c51, low, high);
}
