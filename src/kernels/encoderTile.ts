/**
 * The product that an encoder is made of. Activations are planes of 8 channels: pixel after pixel, 8 floats each. A
 * tile is up to 6 pixels × 8 output channels, and its sums stay in registers: 12 of the 16 that x86-64 has, and 3 for
 * what they are made of.
 */
import { multiplyAdd } from './simd';

/** Without the fused instruction every product needs a register of its own, and 6 pixels would not fit. */
export const TILE_PIXELS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;

/** A pixel of a plane. None is ever made: its size is the distance between the windows of a product. */
@unmanaged
export class PlanePixel {
  low: v128;
  high: v128;
}
/** 2 pixels of an RGB image: the distance between windows at stride 2. */
@unmanaged
export class ImagePixels {
  first: f64;
  second: f64;
  third: f64;
}

/**
 * The inner products of `pixels` windows (TILE_PIXELS at most), a `Pixel` apart, with the 8 columns of a panel. A
 * window is `runs` times `runLength` floats, its runs `runStep` bytes apart. Results go to `target`, each to its offset
 * in the table; what is at the same offset from `residual`, unless that is 0, is added.
 * Inlined with constants, so that distances are part of the instructions and sums that are not needed fall away.
 */
// @ts-ignore: TypeScript has no decorators on functions
@inline
export function productTile<Pixel>(
  pixels: i32,
  runLength: i32,
  from: usize,
  runs: i32,
  runStep: usize,
  panel: usize,
  bias: usize,
  target: usize,
  offsets: usize,
  residual: usize,
  lowest: v128,
  highest: v128,
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
  for (let run = 0; run < runs; run++) {
    let p = from;
    for (let k = 0; k < runLength; k++) {
      const b0 = v128.load(panel);
      const b1 = v128.load(panel, 16);
      let a = v128.load32_splat(p);
      c00 = multiplyAdd(a, b0, c00);
      c01 = multiplyAdd(a, b1, c01);
      if (pixels > 1) {
        a = v128.load32_splat(p, offsetof<Pixel>());
        c10 = multiplyAdd(a, b0, c10);
        c11 = multiplyAdd(a, b1, c11);
      }
      if (pixels > 2) {
        a = v128.load32_splat(p, 2 * offsetof<Pixel>());
        c20 = multiplyAdd(a, b0, c20);
        c21 = multiplyAdd(a, b1, c21);
      }
      if (pixels > 3) {
        a = v128.load32_splat(p, 3 * offsetof<Pixel>());
        c30 = multiplyAdd(a, b0, c30);
        c31 = multiplyAdd(a, b1, c31);
      }
      if (pixels > 4) {
        a = v128.load32_splat(p, 4 * offsetof<Pixel>());
        c40 = multiplyAdd(a, b0, c40);
        c41 = multiplyAdd(a, b1, c41);
      }
      if (pixels > 5) {
        a = v128.load32_splat(p, 5 * offsetof<Pixel>());
        c50 = multiplyAdd(a, b0, c50);
        c51 = multiplyAdd(a, b1, c51);
      }
      p += 4;
      panel += offsetof<PlanePixel>();
    }
    from += runStep;
  }
  writePixel(target, residual, load<u32>(offsets), c00, c01, lowest, highest);
  if (pixels > 1) writePixel(target, residual, load<u32>(offsets, 4), c10, c11, lowest, highest);
  if (pixels > 2) writePixel(target, residual, load<u32>(offsets, 8), c20, c21, lowest, highest);
  if (pixels > 3) writePixel(target, residual, load<u32>(offsets, 12), c30, c31, lowest, highest);
  if (pixels > 4) writePixel(target, residual, load<u32>(offsets, 16), c40, c41, lowest, highest);
  if (pixels > 5) writePixel(target, residual, load<u32>(offsets, 20), c50, c51, lowest, highest);
}

// @ts-ignore: TypeScript has no decorators on functions
@inline
function writePixel(
  target: usize,
  residual: usize,
  offset: usize,
  left: v128,
  right: v128,
  lowest: v128,
  highest: v128,
): void {
  if (residual != 0) {
    left = f32x4.add(left, v128.load(residual + offset));
    right = f32x4.add(right, v128.load(residual + offset, 16));
  }
  storePixel(target + offset, left, right, lowest, highest);
}

/** Within the two limits: of ReLU6, or infinite ones. */
// @ts-ignore: TypeScript has no decorators on functions
@inline
export function storePixel(to: usize, left: v128, right: v128, lowest: v128, highest: v128): void {
  // Unlike f32x4.max and min, one instruction each.
  v128.store(to, f32x4.pmin(f32x4.pmax(left, lowest), highest));
  v128.store(to, f32x4.pmin(f32x4.pmax(right, lowest), highest), 16);
}

export function lowestOf(isRelu6: bool): v128 {
  return f32x4.splat(isRelu6 ? 0 : -Infinity);
}

export function highestOf(isRelu6: bool): v128 {
  return f32x4.splat(isRelu6 ? 6 : Infinity);
}
