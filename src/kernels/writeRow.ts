import { loadFew, storeFew } from './simd';

export const TILE_COLUMNS: i32 = 8;

/** Adds to what is there instead of replacing it. */
export const ACCUMULATE: i32 = 1;
/** Replaces negative results by 0, as the last thing. */
export const RELU: i32 = 2;

/**
 * Writes the 8 sums of one row of a tile, or as many of them as there are columns. `bias` is 0 or the address of 8
 * floats. Inlined: a call would store and load every register of the tile, as much work as a small tile's products.
 */
// @ts-ignore: TypeScript has no decorators on functions
@inline
export function writeRow(to: usize, left: v128, right: v128, columns: i32, bias: usize, mode: i32): void {
  if (bias != 0) {
    left = f32x4.add(left, v128.load(bias));
    right = f32x4.add(right, v128.load(bias, 16));
  }
  if (columns == TILE_COLUMNS) {
    if (mode & ACCUMULATE) {
      left = f32x4.add(left, v128.load(to));
      right = f32x4.add(right, v128.load(to, 16));
    }
    if (mode & RELU) {
      // Unlike f32x4.max, one instruction; NaN stays NaN.
      left = f32x4.pmax(left, i32x4.splat(0));
      right = f32x4.pmax(right, i32x4.splat(0));
    }
    v128.store(to, left);
    v128.store(to, right, 16);
  } else writePartOfRow(to, left, right, columns, mode);
}

function writePartOfRow(to: usize, left: v128, right: v128, columns: i32, mode: i32): void {
  const first = min(columns, 4);
  writePart(to, left, first, mode);
  if (columns > 4) writePart(to + 16, right, columns - 4, mode);
}

function writePart(to: usize, values: v128, count: i32, mode: i32): void {
  if (mode & ACCUMULATE) values = f32x4.add(values, count == 4 ? v128.load(to) : loadFew(to, count));
  if (mode & RELU) values = f32x4.pmax(values, i32x4.splat(0));
  if (count == 4) v128.store(to, values);
  else storeFew(to, values, count);
}
