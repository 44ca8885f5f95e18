/**
 * Entry of a module of its own, which works in the memory of the JPEG decoder: resizing along rows and then along columns,
 * each new pixel a weighted sum of `taps` old ones from `starts[i]` on. Weights are floats, `taps` for each new pixel.
 */

/** `lines × width` pixels of 4 bytes, of which 3 count, to `lines × count` of 4 floats. */
export function shrinkRows(
  pixels: usize,
  lines: i32,
  width: i32,
  starts: usize,
  weights: usize,
  taps: i32,
  count: i32,
  result: usize,
): void {
  for (let line = 0; line < lines; line++, pixels += (<usize>width) << 2) {
    let weight = weights;
    for (let i = 0; i < count; i++, result += 16) {
      let from = pixels + ((<usize>load<i32>(starts + ((<usize>i) << 2))) << 2);
      let sum = f32x4.splat(0);
      for (const end = from + ((<usize>taps) << 2); from < end; from += 4, weight += 4) {
        const wide = i16x8.extend_low_i8x16_u(v128.load32_zero(from));
        const values = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(wide));
        sum = f32x4.add(sum, f32x4.mul(values, v128.load32_splat(weight)));
      }
      v128.store(result, sum);
    }
  }
}

/** Lines of `width` pixels of 4 floats to `count` lines of 3 bytes a pixel, rounded; one byte more is written. */
export function shrinkColumns(
  pixels: usize,
  width: i32,
  starts: usize,
  weights: usize,
  taps: i32,
  count: i32,
  result: usize,
): void {
  const lineBytes = (<usize>width) << 4;
  const weightBytes = (<usize>taps) << 2;
  for (let i = 0; i < count; i++, weights += weightBytes) {
    let top = pixels + <usize>load<i32>(starts + ((<usize>i) << 2)) * lineBytes;
    for (const topEnd = top + lineBytes; top < topEnd; top += 16, result += 3) {
      let from = top;
      let sum = f32x4.splat(0);
      for (let weight = weights; weight < weights + weightBytes; weight += 4, from += lineBytes)
        sum = f32x4.add(sum, f32x4.mul(v128.load(from), v128.load32_splat(weight)));
      const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(sum));
      const narrow = i16x8.narrow_i32x4_s(whole, whole);
      v128.store32_lane(result, i8x16.narrow_i16x8_u(narrow, narrow), 0);
    }
  }
}
