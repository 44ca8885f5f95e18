/**
 * The two products everything else is made of. Each computes a tile of 6 rows × 8 columns that stays in registers:
 * 12 sums of 4 floats, 2 vectors of the panel and 1 factor, of the 16 that x86-64 has.
 *
 * A panel is 8 columns of a matrix, row after row (see panels.ts). Rows are found through tables of byte offsets, so
 * that they can be the windows of a convolution. A table is filled up with copies of its last entry to whole tiles
 * (of 4 and of 6 rows); what is computed for the copies is not written.
 */
import { multiplyAdd } from './simd';
import { ACCUMULATE, writeRow } from './writeRow';

/**
 * Without the fused instruction every product needs a register of its own, and 6 rows would not fit: 4 then, which is
 * a third faster than 6 with what does not fit in memory.
 */
export const TILE_ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;
/** Of 8 columns. */
export const PANEL_ROW_BYTES: usize = 32;

/** The inner product of 6 windows with the columns of a panel: a convolution, or rows of a matrix product. */
export function innerTile(
  x: usize,
  places: usize,
  runs: i32,
  runStep: usize,
  runLength: i32,
  panel: usize,
  y: usize,
  targets: usize,
  rows: i32,
  columns: i32,
  bias: usize,
  mode: i32,
): void {
  let p0 = x + load<u32>(places);
  let p1 = x + load<u32>(places, 4);
  let p2 = x + load<u32>(places, 8);
  let p3 = x + load<u32>(places, 12);
  let p4 = x + load<u32>(places, 16);
  let p5 = x + load<u32>(places, 20);
  const skip = runStep - ((<usize>runLength) << 2);
  let c00 = i32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  for (let run = 0; run < runs; run++) {
    for (let k = 0; k < runLength; k++) {
      const b0 = v128.load(panel);
      const b1 = v128.load(panel, 16);
      let a = v128.load32_splat(p0);
      c00 = multiplyAdd(a, b0, c00);
      c01 = multiplyAdd(a, b1, c01);
      a = v128.load32_splat(p1);
      c10 = multiplyAdd(a, b0, c10);
      c11 = multiplyAdd(a, b1, c11);
      a = v128.load32_splat(p2);
      c20 = multiplyAdd(a, b0, c20);
      c21 = multiplyAdd(a, b1, c21);
      a = v128.load32_splat(p3);
      c30 = multiplyAdd(a, b0, c30);
      c31 = multiplyAdd(a, b1, c31);
      if (TILE_ROWS == 6) {
        a = v128.load32_splat(p4);
        c40 = multiplyAdd(a, b0, c40);
        c41 = multiplyAdd(a, b1, c41);
        a = v128.load32_splat(p5);
        c50 = multiplyAdd(a, b0, c50);
        c51 = multiplyAdd(a, b1, c51);
      }
      p0 += 4;
      p1 += 4;
      p2 += 4;
      p3 += 4;
      p4 += 4;
      p5 += 4;
      panel += PANEL_ROW_BYTES;
    }
    p0 += skip;
    p1 += skip;
    p2 += skip;
    p3 += skip;
    p4 += skip;
    p5 += skip;
  }
  writeRow(y + load<u32>(targets), c00, c01, columns, bias, mode);
  if (rows > 1) writeRow(y + load<u32>(targets, 4), c10, c11, columns, bias, mode);
  if (rows > 2) writeRow(y + load<u32>(targets, 8), c20, c21, columns, bias, mode);
  if (rows > 3) writeRow(y + load<u32>(targets, 12), c30, c31, columns, bias, mode);
  if (TILE_ROWS > 4 && rows > 4) writeRow(y + load<u32>(targets, 16), c40, c41, columns, bias, mode);
  if (TILE_ROWS > 5 && rows > 5) writeRow(y + load<u32>(targets, 20), c50, c51, columns, bias, mode);
}

/**
 * The sum over `count` places of the outer product of 6 values there, `taps` bytes on, with a row of the panel: the
 * gradient of a convolution by its filter. Adds to the tile, whose rows are `yStep` bytes apart.
 */
export function outerTile(
  x: usize,
  places: usize,
  count: i32,
  taps: usize,
  panel: usize,
  y: usize,
  yStep: usize,
  rows: i32,
  columns: i32,
): void {
  const t0: usize = load<u32>(taps);
  const t1: usize = load<u32>(taps, 4);
  const t2: usize = load<u32>(taps, 8);
  const t3: usize = load<u32>(taps, 12);
  const t4: usize = load<u32>(taps, 16);
  const t5: usize = load<u32>(taps, 20);
  let c00 = i32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  const end = places + ((<usize>count) << 2);
  if (t3 - t0 == 12 && (TILE_ROWS == 4 || t5 - t0 == 20)) {
    x += t0;
    for (; places < end; places += 4) {
      const p = x + load<u32>(places);
      const b0 = v128.load(panel);
      const b1 = v128.load(panel, 16);
      let a = v128.load32_splat(p);
      c00 = multiplyAdd(a, b0, c00);
      c01 = multiplyAdd(a, b1, c01);
      a = v128.load32_splat(p, 4);
      c10 = multiplyAdd(a, b0, c10);
      c11 = multiplyAdd(a, b1, c11);
      a = v128.load32_splat(p, 8);
      c20 = multiplyAdd(a, b0, c20);
      c21 = multiplyAdd(a, b1, c21);
      a = v128.load32_splat(p, 12);
      c30 = multiplyAdd(a, b0, c30);
      c31 = multiplyAdd(a, b1, c31);
      if (TILE_ROWS == 6) {
        a = v128.load32_splat(p, 16);
        c40 = multiplyAdd(a, b0, c40);
        c41 = multiplyAdd(a, b1, c41);
        a = v128.load32_splat(p, 20);
        c50 = multiplyAdd(a, b0, c50);
        c51 = multiplyAdd(a, b1, c51);
      }
      panel += PANEL_ROW_BYTES;
    }
  } else {
    for (; places < end; places += 4) {
      const p = x + load<u32>(places);
      const b0 = v128.load(panel);
      const b1 = v128.load(panel, 16);
      let a = v128.load32_splat(p + t0);
      c00 = multiplyAdd(a, b0, c00);
      c01 = multiplyAdd(a, b1, c01);
      a = v128.load32_splat(p + t1);
      c10 = multiplyAdd(a, b0, c10);
      c11 = multiplyAdd(a, b1, c11);
      a = v128.load32_splat(p + t2);
      c20 = multiplyAdd(a, b0, c20);
      c21 = multiplyAdd(a, b1, c21);
      a = v128.load32_splat(p + t3);
      c30 = multiplyAdd(a, b0, c30);
      c31 = multiplyAdd(a, b1, c31);
      if (TILE_ROWS == 6) {
        a = v128.load32_splat(p + t4);
        c40 = multiplyAdd(a, b0, c40);
        c41 = multiplyAdd(a, b1, c41);
        a = v128.load32_splat(p + t5);
        c50 = multiplyAdd(a, b0, c50);
        c51 = multiplyAdd(a, b1, c51);
      }
      panel += PANEL_ROW_BYTES;
    }
  }
  writeRow(y, c00, c01, columns, 0, ACCUMULATE);
  if (rows > 1) writeRow(y + yStep, c10, c11, columns, 0, ACCUMULATE);
  if (rows > 2) writeRow(y + 2 * yStep, c20, c21, columns, 0, ACCUMULATE);
  if (rows > 3) writeRow(y + 3 * yStep, c30, c31, columns, 0, ACCUMULATE);
  if (TILE_ROWS > 4 && rows > 4) writeRow(y + 4 * yStep, c40, c41, columns, 0, ACCUMULATE);
  if (TILE_ROWS > 5 && rows > 5) writeRow(y + 5 * yStep, c50, c51, columns, 0, ACCUMULATE);
}
