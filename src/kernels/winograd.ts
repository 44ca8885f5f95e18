/**
 * The transforms of Winograd's minimal filtering F(2×2, 3×3) (Lavin and Gray 2016, "Fast Algorithms for Convolutional
 * Neural Networks", section 4.1): a 3×3 convolution with stride 1 by 16 matrix products that together need 4/9 of the
 * multiplications. A plane is one of the 16; planes are `planeStep` bytes apart, and within one there is a row for every
 * tile of 2×2 outputs, which reads 4×4 inputs. Channels are multiples of 4.
 */

/** What of a tile is inside the image, besides its first output. Tables of targets have it after the offset. */
const HAS_RIGHT: u32 = 1;
const HAS_LOWER: u32 = 2;

/** U = G w Gᵀ, for all `count` pairs of channels (a multiple of 4); turns the filter by 180° first if `isTurned`. */
export function winogradFilters(w: usize, count: i32, isTurned: bool, planes: usize): void {
  const step = (<usize>count) << 2;
  const tap: isize = isTurned ? -(<isize>step) : <isize>step;
  let from = isTurned ? w + 8 * step : w;
  for (const end = planes + step; planes < end; planes += 16, from += 16) {
    let at = from;
    // Rows first: 4 from 3, for each of the 3 columns.
    const a0 = v128.load(at);
    const b0 = v128.load((at += tap));
    const c0 = v128.load((at += tap));
    const a1 = v128.load((at += tap));
    const b1 = v128.load((at += tap));
    const c1 = v128.load((at += tap));
    const a2 = v128.load((at += tap));
    const b2 = v128.load((at += tap));
    const c2 = v128.load((at += tap));
    writeFilterRow(planes, step, a0, b0, c0);
    writeFilterRow(planes + 4 * step, step, halfSum(a0, a1, a2), halfSum(b0, b1, b2), halfSum(c0, c1, c2));
    writeFilterRow(
      planes + 8 * step,
      step,
      halfDifference(a0, a1, a2),
      halfDifference(b0, b1, b2),
      halfDifference(c0, c1, c2),
    );
    writeFilterRow(planes + 12 * step, step, a2, b2, c2);
  }
}

/** dw = Gᵀ dU G. */
export function winogradFilterGradient(planes: usize, count: i32, w: usize): void {
  const step = (<usize>count) << 2;
  for (const end = w + step; w < end; w += 16, planes += 16) {
    // For each of the 3 columns, 3 rows from 4.
    const r0 = planes;
    const r1 = planes + 4 * step;
    const r2 = planes + 8 * step;
    const r3 = planes + 12 * step;
    for (let column = 0; column < 3; column++) {
      const u0 = filterColumn(r0, step, column);
      const u1 = filterColumn(r1, step, column);
      const u2 = filterColumn(r2, step, column);
      const u3 = filterColumn(r3, step, column);
      const at = w + <usize>column * step;
      v128.store(at, addHalves(u0, u1, u2));
      v128.store(at + 3 * step, f32x4.mul(f32x4.sub(u1, u2), f32x4.splat(0.5)));
      v128.store(at + 6 * step, addHalves(u3, u1, u2));
    }
  }
}

/** V = Bᵀ d B of the 4×4 inputs at each tile's place. */
export function winogradInputs(
  x: usize,
  places: usize,
  tiles: i32,
  rowBytes: usize,
  channels: i32,
  planes: usize,
  planeStep: usize,
): void {
  const pixel = (<usize>channels) << 2;
  for (let tile = 0; tile < tiles; tile++, places += 4) {
    let at = x + load<u32>(places);
    for (const end = at + pixel; at < end; at += 16, planes += 16) {
      const d0 = at;
      const d1 = at + rowBytes;
      const d2 = d1 + rowBytes;
      const d3 = d2 + rowBytes;
      const pixel2 = pixel << 1;
      const pixel3 = pixel2 + pixel;
      const x10 = v128.load(d1);
      const x11 = v128.load(d1 + pixel);
      const x12 = v128.load(d1 + pixel2);
      const x13 = v128.load(d1 + pixel3);
      const x20 = v128.load(d2);
      const x21 = v128.load(d2 + pixel);
      const x22 = v128.load(d2 + pixel2);
      const x23 = v128.load(d2 + pixel3);
      writeInputRow(
        planes,
        planeStep,
        f32x4.sub(v128.load(d0), x20),
        f32x4.sub(v128.load(d0 + pixel), x21),
        f32x4.sub(v128.load(d0 + pixel2), x22),
        f32x4.sub(v128.load(d0 + pixel3), x23),
      );
      writeInputRow(
        planes + 4 * planeStep,
        planeStep,
        f32x4.add(x10, x20),
        f32x4.add(x11, x21),
        f32x4.add(x12, x22),
        f32x4.add(x13, x23),
      );
      writeInputRow(
        planes + 8 * planeStep,
        planeStep,
        f32x4.sub(x20, x10),
        f32x4.sub(x21, x11),
        f32x4.sub(x22, x12),
        f32x4.sub(x23, x13),
      );
      writeInputRow(
        planes + 12 * planeStep,
        planeStep,
        f32x4.sub(x10, v128.load(d3)),
        f32x4.sub(x11, v128.load(d3 + pixel)),
        f32x4.sub(x12, v128.load(d3 + pixel2)),
        f32x4.sub(x13, v128.load(d3 + pixel3)),
      );
    }
  }
}

/** y = Aᵀ M A at each tile's target, of which as much as is inside the image; plus bias, then ReLU, if asked for. */
export function winogradOutputs(
  planes: usize,
  planeStep: usize,
  tiles: i32,
  channels: i32,
  y: usize,
  targets: usize,
  rowBytes: usize,
  bias: usize,
  isRelu: bool,
): void {
  const pixel = (<usize>channels) << 2;
  const lowest = f32x4.splat(isRelu ? 0 : -Infinity);
  for (let tile = 0; tile < tiles; tile++, targets += 8) {
    const to = y + load<u32>(targets);
    const extent = load<u32>(targets, 4);
    for (let channel: usize = 0; channel < pixel; channel += 16, planes += 16) {
      const shift = bias != 0 ? v128.load(bias + channel) : i32x4.splat(0);
      let at = planes;
      const u0 = outputUpper(at, planeStep);
      const l0 = outputLower(at, planeStep);
      at += planeStep;
      const u1 = outputUpper(at, planeStep);
      const l1 = outputLower(at, planeStep);
      at += planeStep;
      const u2 = outputUpper(at, planeStep);
      const l2 = outputLower(at, planeStep);
      at += planeStep;
      const u3 = outputUpper(at, planeStep);
      const l3 = outputLower(at, planeStep);
      const target = to + channel;
      writeOutput(target, f32x4.add(f32x4.add(u0, u1), u2), shift, lowest);
      if (extent & HAS_RIGHT) writeOutput(target + pixel, f32x4.sub(f32x4.sub(u1, u2), u3), shift, lowest);
      if (extent & HAS_LOWER) {
        writeOutput(target + rowBytes, f32x4.add(f32x4.add(l0, l1), l2), shift, lowest);
        if (extent & HAS_RIGHT)
          writeOutput(target + rowBytes + pixel, f32x4.sub(f32x4.sub(l1, l2), l3), shift, lowest);
      }
    }
  }
}

/** A dy Aᵀ, the gradient of `winogradOutputs`, written as panels with a row for every tile; channels: multiples of 8. */
export function winogradOutputGradients(
  dy: usize,
  targets: usize,
  tiles: i32,
  channels: i32,
  rowBytes: usize,
  planes: usize,
  planeStep: usize,
): void {
  const pixel = (<usize>channels) << 2;
  const panelBytes = (<usize>tiles) << 5;
  const zero = i32x4.splat(0);
  for (let tile = 0; tile < tiles; tile++, targets += 8) {
    const from = dy + load<u32>(targets);
    const extent = load<u32>(targets, 4);
    const hasRight = (extent & HAS_RIGHT) != 0;
    const hasLower = (extent & HAS_LOWER) != 0;
    let to = planes + ((<usize>tile) << 5);
    for (let channel: usize = 0; channel < pixel; channel += 32, to += panelBytes)
      for (let half: usize = 0; half < 32; half += 16) {
        const at = from + channel + half;
        const a = v128.load(at);
        const b = hasRight ? v128.load(at + pixel) : zero;
        const c = hasLower ? v128.load(at + rowBytes) : zero;
        const d = hasRight && hasLower ? v128.load(at + rowBytes + pixel) : zero;
        writeGradientRow(to + half, planeStep, a, b);
        writeGradientRow(to + half + 4 * planeStep, planeStep, f32x4.add(a, c), f32x4.add(b, d));
        writeGradientRow(to + half + 8 * planeStep, planeStep, f32x4.sub(a, c), f32x4.sub(b, d));
        writeGradientRow(to + half + 12 * planeStep, planeStep, f32x4.neg(c), f32x4.neg(d));
      }
  }
}

function halfSum(a: v128, b: v128, c: v128): v128 {
  return f32x4.mul(f32x4.add(f32x4.add(a, c), b), f32x4.splat(0.5));
}

function halfDifference(a: v128, b: v128, c: v128): v128 {
  return f32x4.mul(f32x4.sub(f32x4.add(a, c), b), f32x4.splat(0.5));
}

function writeFilterRow(to: usize, step: usize, a: v128, b: v128, c: v128): void {
  v128.store(to, a);
  v128.store(to + step, halfSum(a, b, c));
  v128.store(to + 2 * step, halfDifference(a, b, c));
  v128.store(to + 3 * step, c);
}

/** One of the 3 columns of a row times G. */
function filterColumn(row: usize, step: usize, column: i32): v128 {
  const u1 = v128.load(row + step);
  const u2 = v128.load(row + 2 * step);
  if (column == 1) return f32x4.mul(f32x4.sub(u1, u2), f32x4.splat(0.5));
  const edge = v128.load(column == 0 ? row : row + 3 * step);
  return addHalves(edge, u1, u2);
}

function addHalves(edge: v128, a: v128, b: v128): v128 {
  return f32x4.add(edge, f32x4.mul(f32x4.add(a, b), f32x4.splat(0.5)));
}

function writeInputRow(to: usize, step: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, f32x4.sub(a, c));
  v128.store(to + step, f32x4.add(b, c));
  v128.store(to + 2 * step, f32x4.sub(c, b));
  v128.store(to + 3 * step, f32x4.sub(b, d));
}

function outputUpper(at: usize, step: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(at), v128.load(at + 4 * step)), v128.load(at + 8 * step));
}

function outputLower(at: usize, step: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(at + 4 * step), v128.load(at + 8 * step)), v128.load(at + 12 * step));
}

function writeOutput(to: usize, value: v128, bias: v128, lowest: v128): void {
  v128.store(to, f32x4.pmax(f32x4.add(value, bias), lowest));
}

function writeGradientRow(to: usize, step: usize, a: v128, b: v128): void {
  v128.store(to, a);
  v128.store(to + step, f32x4.add(a, b));
  v128.store(to + 2 * step, f32x4.sub(a, b));
  v128.store(to + 3 * step, f32x4.neg(b));
}
