/**
 * Max pooling over windows of 2×2 that do not overlap, by far the most frequent kind. With the channels last, a row of
 * pixels is one run of floats: `pixel` bytes from each other are the neighbours of a window.
 */

const LOWEST = f32x4.splat(-Infinity);

export function maxPool2x2(x: usize, y: usize, images: i32, height: i32, width: i32, channels: i32): void {
  const pixel = (<usize>channels) << 2;
  const line = <usize>width * pixel;
  for (let image = 0; image < images; image++, x += <usize>height * line)
    for (let row = 0; row < height >> 1; row++) {
      let at = x + <usize>(2 * row) * line;
      for (let column = 0; column < width >> 1; column++, at += pixel) {
        for (const end = at + pixel; at < end; at += 16, y += 16) {
          const upper = f32x4.pmax(f32x4.pmax(LOWEST, v128.load(at)), v128.load(at + pixel));
          const lower = f32x4.pmax(upper, v128.load(at + line));
          v128.store(y, f32x4.pmax(lower, v128.load(at + line + pixel)));
        }
      }
    }
}

/** Writes every gradient, also the zeros of a last row or column that has no window. */
export function maxPool2x2Gradient(
  x: usize,
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const line = <usize>width * pixel;
  const toGradient = dx - x;
  for (let image = 0; image < images; image++, x += <usize>height * line) {
    for (let row = 0; row < height >> 1; row++) {
      let at = x + <usize>(2 * row) * line;
      for (let column = 0; column < width >> 1; column++, at += pixel) {
        for (const end = at + pixel; at < end; at += 16, dy += 16) {
          const a = v128.load(at);
          const b = v128.load(at + pixel);
          const c = v128.load(at + line);
          const d = v128.load(at + line + pixel);
          const largest = f32x4.pmax(f32x4.pmax(f32x4.pmax(f32x4.pmax(LOWEST, a), b), c), d);
          let rest = v128.and(v128.load(dy), f32x4.gt(largest, LOWEST));
          const to = at + toGradient;
          let isLargest = f32x4.eq(a, largest);
          v128.store(to, v128.and(rest, isLargest));
          rest = v128.andnot(rest, isLargest);
          isLargest = f32x4.eq(b, largest);
          v128.store(to + pixel, v128.and(rest, isLargest));
          rest = v128.andnot(rest, isLargest);
          isLargest = f32x4.eq(c, largest);
          v128.store(to + line, v128.and(rest, isLargest));
          rest = v128.andnot(rest, isLargest);
          v128.store(to + line + pixel, v128.and(rest, f32x4.eq(d, largest)));
        }
      }
      if (width & 1) {
        memory.fill(at + toGradient, 0, pixel);
        memory.fill(at + line + toGradient, 0, pixel);
      }
    }
    if (height & 1) memory.fill(x + <usize>(height - 1) * line + toGradient, 0, line);
  }
}
