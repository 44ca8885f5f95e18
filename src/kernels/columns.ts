/**
 * Passes over the rows of a matrix that reduce or scale its columns: sums, and batch normalisation. Columns are taken 4
 * at a time. Sums are of floats within a block of rows that stays in the first-level cache, and of doubles over blocks.
 */
import { loadUpTo, multiplyAdd, storeUpTo } from './simd';

const BLOCK_BYTES: i32 = 8192;
/** Rows, for the sake of exact sums. */
const LARGEST_BLOCK: i32 = 256;

/** `totals`: room for a double for every column. */
export function sumColumns(x: usize, rows: i32, columns: i32, totals: usize, out: usize): void {
  const step = (<usize>columns) << 2;
  memory.fill(totals, 0, step << 1);
  const blockRows = blockRowsOf(columns);
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    for (let column = 0; column < columns; column += 4) {
      const width = columns - column;
      let sum = i32x4.splat(0);
      let at = x + ((<usize>column) << 2);
      for (let row = 0; row < count; row++, at += step) sum = f32x4.add(sum, loadUpTo(at, width));
      addDoubles(totals + ((<usize>column) << 3), sum, width);
    }
    x += <usize>count * step;
  }
  for (let column = 0; column < columns; column++)
    store<f32>(out + ((<usize>column) << 2), <f32>load<f64>(totals + ((<usize>column) << 3)));
}

/**
 * Mean and biased variance of every column. Blocks are summed as distances from their first row, so that no large mean
 * cancels, and joined by the formula of Chan, Golub and LeVeque 1979. `totals`: room for two doubles for every column.
 */
export function columnMoments(
  x: usize,
  rows: i32,
  columns: i32,
  totals: usize,
  mean: usize,
  variance: usize,
): void {
  const step = (<usize>columns) << 2;
  memory.fill(totals, 0, step << 2);
  const blockRows = blockRowsOf(columns);
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    for (let column = 0; column < columns; column += 4) {
      const width = columns - column;
      let at = x + ((<usize>column) << 2);
      const origin = loadUpTo(at, width);
      let sum = i32x4.splat(0);
      let squares = i32x4.splat(0);
      for (let row = 0; row < count; row++, at += step) {
        const distance = f32x4.sub(loadUpTo(at, width), origin);
        sum = f32x4.add(sum, distance);
        squares = multiplyAdd(distance, distance, squares);
      }
      const entry = totals + ((<usize>column) << 4);
      joinMoments(
        entry,
        f32x4.extract_lane(origin, 0),
        f32x4.extract_lane(sum, 0),
        f32x4.extract_lane(squares, 0),
        first,
        count,
      );
      if (width > 1)
        joinMoments(
          entry + 16,
          f32x4.extract_lane(origin, 1),
          f32x4.extract_lane(sum, 1),
          f32x4.extract_lane(squares, 1),
          first,
          count,
        );
      if (width > 2)
        joinMoments(
          entry + 32,
          f32x4.extract_lane(origin, 2),
          f32x4.extract_lane(sum, 2),
          f32x4.extract_lane(squares, 2),
          first,
          count,
        );
      if (width > 3)
        joinMoments(
          entry + 48,
          f32x4.extract_lane(origin, 3),
          f32x4.extract_lane(sum, 3),
          f32x4.extract_lane(squares, 3),
          first,
          count,
        );
    }
    x += <usize>count * step;
  }
  for (let column = 0; column < columns; column++) {
    const entry = totals + ((<usize>column) << 4);
    store<f32>(mean + ((<usize>column) << 2), <f32>load<f64>(entry));
    store<f32>(variance + ((<usize>column) << 2), <f32>(load<f64>(entry, 8) / <f64>rows));
  }
}

/** (x − mean) · factor + offset, and negative results 0 if `isRelu`. */
export function normalizeColumns(
  x: usize,
  rows: i32,
  columns: i32,
  mean: usize,
  factor: usize,
  offset: usize,
  isRelu: bool,
  y: usize,
): void {
  const lowest = f32x4.splat(isRelu ? 0 : -Infinity);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column += 4) {
      const at = (<usize>column) << 2;
      const width = columns - column;
      const centred = f32x4.sub(loadUpTo(x, width), loadUpTo(mean + at, width));
      const value = multiplyAdd(centred, loadUpTo(factor + at, width), loadUpTo(offset + at, width));
      storeUpTo(y, f32x4.pmax(value, lowest), width);
      x += (<usize>min(width, 4)) << 2;
      y += (<usize>min(width, 4)) << 2;
    }
}

/**
 * Of every column, the sum of the gradient and of the gradient times (x − mean). If `isRelu`, gradients count only where
 * `normalizeColumns` gave more than 0. `totals`: room for two doubles for every column.
 */
export function normalizationSums(
  x: usize,
  dy: usize,
  rows: i32,
  columns: i32,
  mean: usize,
  factor: usize,
  offset: usize,
  isRelu: bool,
  totals: usize,
  sums: usize,
  products: usize,
): void {
  const step = (<usize>columns) << 2;
  memory.fill(totals, 0, step << 2);
  const lowest = f32x4.splat(isRelu ? 0 : -Infinity);
  const blockRows = blockRowsOf(2 * columns);
  const second = totals + (step << 1);
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    for (let column = 0; column < columns; column += 4) {
      const width = columns - column;
      const entry = (<usize>column) << 2;
      const centre = loadUpTo(mean + entry, width);
      const scale = loadUpTo(factor + entry, width);
      const shift = loadUpTo(offset + entry, width);
      let sum = i32x4.splat(0);
      let product = sum;
      let at = entry;
      for (let row = 0; row < count; row++, at += step) {
        const centred = f32x4.sub(loadUpTo(x + at, width), centre);
        const isPassed = f32x4.gt(multiplyAdd(centred, scale, shift), lowest);
        const slope = v128.and(loadUpTo(dy + at, width), isPassed);
        sum = f32x4.add(sum, slope);
        product = multiplyAdd(slope, centred, product);
      }
      addDoubles(totals + (entry << 1), sum, width);
      addDoubles(second + (entry << 1), product, width);
    }
    x += <usize>count * step;
    dy += <usize>count * step;
  }
  for (let column = 0; column < columns; column++) {
    store<f32>(sums + ((<usize>column) << 2), <f32>load<f64>(totals + ((<usize>column) << 3)));
    store<f32>(products + ((<usize>column) << 2), <f32>load<f64>(second + ((<usize>column) << 3)));
  }
}

/** factor · dy + slope · (x − mean) + constant, with dy as in `normalizationSums`. */
export function normalizationGradient(
  x: usize,
  dy: usize,
  rows: i32,
  columns: i32,
  mean: usize,
  factor: usize,
  offset: usize,
  isRelu: bool,
  slope: usize,
  constant: usize,
  dx: usize,
): void {
  const lowest = f32x4.splat(isRelu ? 0 : -Infinity);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column += 4) {
      const at = (<usize>column) << 2;
      const width = columns - column;
      const scale = loadUpTo(factor + at, width);
      const centred = f32x4.sub(loadUpTo(x, width), loadUpTo(mean + at, width));
      const isPassed = f32x4.gt(multiplyAdd(centred, scale, loadUpTo(offset + at, width)), lowest);
      const base = multiplyAdd(centred, loadUpTo(slope + at, width), loadUpTo(constant + at, width));
      storeUpTo(dx, multiplyAdd(v128.and(loadUpTo(dy, width), isPassed), scale, base), width);
      const bytes = (<usize>min(width, 4)) << 2;
      x += bytes;
      dy += bytes;
      dx += bytes;
    }
}

function blockRowsOf(columns: i32): i32 {
  return min(max(BLOCK_BYTES / (columns << 2), 8), LARGEST_BLOCK);
}

function addDoubles(totals: usize, sums: v128, count: i32): void {
  addDouble(totals, f32x4.extract_lane(sums, 0));
  if (count > 1) addDouble(totals + 8, f32x4.extract_lane(sums, 1));
  if (count > 2) addDouble(totals + 16, f32x4.extract_lane(sums, 2));
  if (count > 3) addDouble(totals + 24, f32x4.extract_lane(sums, 3));
}

function addDouble(total: usize, value: f32): void {
  store<f64>(total, load<f64>(total) + <f64>value);
}

/** Joins a block of `count` values, summed from their `origin`, to the `before` ones: mean, and squared distances from it. */
function joinMoments(entry: usize, origin: f32, sum: f32, squares: f32, before: i32, count: i32): void {
  const shift = <f64>sum / <f64>count;
  const distance = <f64>origin + shift - load<f64>(entry);
  const all = <f64>(before + count);
  store<f64>(entry, load<f64>(entry) + (distance * <f64>count) / all);
  const within = max(<f64>squares - shift * <f64>sum, 0);
  const between = (distance * distance * <f64>before * <f64>count) / all;
  store<f64>(entry, load<f64>(entry, 8) + within + between, 8);
}
