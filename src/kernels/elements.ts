/** Passes over all values of a tensor, where tfjs needs several. Tensors end anywhere, so the last few are done one by one. */
import { multiplyAdd } from './simd';

/** NaN stays NaN. */
export function relu(x: usize, y: usize, count: i32): void {
  const whole = count & ~3;
  for (let i = 0; i < whole; i += 4, x += 16, y += 16)
    v128.store(y, f32x4.pmax(v128.load(x), i32x4.splat(0)));
  for (let i = whole; i < count; i++, x += 4, y += 4) {
    const value = load<f32>(x);
    store<f32>(y, value < 0 ? 0 : value);
  }
}

/** The gradient where the result was more than 0, else 0. */
export function reluGradient(dy: usize, y: usize, dx: usize, count: i32): void {
  const whole = count & ~3;
  for (let i = 0; i < whole; i += 4, dy += 16, y += 16, dx += 16)
    v128.store(dx, v128.and(v128.load(dy), f32x4.gt(v128.load(y), i32x4.splat(0))));
  for (let i = whole; i < count; i++, dy += 4, y += 4, dx += 4)
    store<f32>(dx, load<f32>(y) > 0 ? load<f32>(dy) : 0);
}

/** One step of Adam (see adam.ts for the formulas): from variable, moments and gradient to the next three. */
export function adamStep(
  variable: usize,
  mean: usize,
  square: usize,
  gradient: usize,
  count: i32,
  meanDecay: f32,
  squareDecay: f32,
  rate: f32,
  epsilon: f32,
  nextVariable: usize,
  nextMean: usize,
  nextSquare: usize,
): void {
  const whole = (<usize>(count & ~3)) << 2;
  const end = (<usize>count) << 2;
  for (let at: usize = 0; at < whole; at += 16) {
    const slope = v128.load(gradient + at);
    const scaled = f32x4.mul(slope, f32x4.splat(1 - meanDecay));
    const m = multiplyAdd(v128.load(mean + at), f32x4.splat(meanDecay), scaled);
    const squared = f32x4.mul(f32x4.mul(slope, slope), f32x4.splat(1 - squareDecay));
    const v = multiplyAdd(v128.load(square + at), f32x4.splat(squareDecay), squared);
    const change = f32x4.div(f32x4.mul(m, f32x4.splat(rate)), f32x4.add(f32x4.sqrt(v), f32x4.splat(epsilon)));
    v128.store(nextMean + at, m);
    v128.store(nextSquare + at, v);
    v128.store(nextVariable + at, f32x4.sub(v128.load(variable + at), change));
  }
  for (let at = whole; at < end; at += 4) {
    const slope = load<f32>(gradient + at);
    const m = load<f32>(mean + at) * meanDecay + slope * (1 - meanDecay);
    const v = load<f32>(square + at) * squareDecay + slope * slope * (1 - squareDecay);
    store<f32>(nextMean + at, m);
    store<f32>(nextSquare + at, v);
    store<f32>(nextVariable + at, load<f32>(variable + at) - (m * rate) / (sqrt(v) + epsilon));
  }
}

/**
 * Writes `kept` or 0 for every place: 0 where a hash of seed and place is below `threshold` (of 2³²). The hash is the
 * finaliser of MurmurHash3; src/ml/network/dropoutMask.ts has the same.
 */
export function dropoutMask(mask: usize, count: i32, seed: i32, threshold: u32, kept: f32): void {
  const whole = count & ~3;
  let places = i32x4.add(i32x4.splat(seed), i32x4(0, 1, 2, 3));
  for (let i = 0; i < whole; i += 4, mask += 16) {
    let hash = v128.xor(places, i32x4.shr_u(places, 16));
    hash = i32x4.mul(hash, i32x4.splat(<i32>0x85ebca6b));
    hash = v128.xor(hash, i32x4.shr_u(hash, 13));
    hash = i32x4.mul(hash, i32x4.splat(<i32>0xc2b2ae35));
    hash = v128.xor(hash, i32x4.shr_u(hash, 16));
    const isDropped = i32x4.lt_u(hash, i32x4.splat(threshold));
    v128.store(mask, v128.andnot(f32x4.splat(kept), isDropped));
    places = i32x4.add(places, i32x4.splat(4));
  }
  for (let i = whole; i < count; i++, mask += 4) {
    let hash: u32 = <u32>(seed + i);
    hash ^= hash >> 16;
    hash *= 0x85ebca6b;
    hash ^= hash >> 13;
    hash *= 0xc2b2ae35;
    hash ^= hash >> 16;
    store<f32>(mask, hash < threshold ? 0 : kept);
  }
}
