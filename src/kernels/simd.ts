/** Values of 4 floats, as all kernels use them. */

/** a·b + c, with one rounding where the engine has relaxed SIMD and the processor a fused instruction, else two. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** The first `count` (1–3) floats from an address on, the others zero. */
export function loadFew(from: usize, count: i32): v128 {
  let values = v128.load32_zero(from);
  if (count > 1) values = v128.load32_lane(from, values, 1, 4);
  if (count > 2) values = v128.load32_lane(from, values, 2, 8);
  return values;
}

/** Writes the first `count` (1–3) floats. */
export function storeFew(to: usize, values: v128, count: i32): void {
  v128.store32_lane(to, values, 0);
  if (count > 1) v128.store32_lane(to, values, 1, 4);
  if (count > 2) v128.store32_lane(to, values, 2, 8);
}

/** At most 4 of the `count` floats that are left. */
export function loadUpTo(from: usize, count: i32): v128 {
  return count >= 4 ? v128.load(from) : loadFew(from, count);
}

export function storeUpTo(to: usize, values: v128, count: i32): void {
  if (count >= 4) v128.store(to, values);
  else storeFew(to, values, count);
}
