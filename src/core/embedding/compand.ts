/** Bytes on each side of `ZERO`. */
const STEPS = 127;
const ZERO = 128;
const BYTES = 256;
/** The largest number kept is so many times the size that equal numbers of a unit vector have; larger ones are cut off. */
const MOST_TIMES_MEAN = 8;

/**
 * An embedding in 8 bits a number: scaled to length 1, then square-root companded, which is finer where numbers are small
 * and most of them are: `byte = 128 + round(127·sign(x)·sqrt(min(|x|/m, 1)))`, where `m = 8/sqrt(width)`. Up to `m`, a
 * number is kept to within `sqrt(m·|x|)/127 + m/254²`: 0.8% of `m` at most. A vector of zeros stays one, and a number
 * that is not finite counts as zero.
 */
export function compandEmbedding(values: Float32Array): Uint8Array {
  const numbers = Float64Array.from(values, (value) => (Number.isFinite(value) ? value : 0));
  const length = Math.sqrt(numbers.reduce((sum, value) => sum + value * value, 0));
  const most = mostKept(values.length) * (length || 1);
  return Uint8Array.from(numbers, (value) => {
    const magnitude = Math.round(STEPS * Math.sqrt(Math.min(Math.abs(value) / most, 1)));
    return ZERO + (value < 0 ? -magnitude : magnitude);
  });
}

/**
 * What bytes stand for in an embedding of so many numbers: 256 values, of which the first, which companding does not use, is
 * as the second.
 */
export function expansionTable(width: number): Float32Array {
  const most = mostKept(width);
  return Float32Array.from({ length: BYTES }, (_, byte) => {
    const root = Math.max(byte - ZERO, -STEPS) / STEPS;
    return Math.sign(root) * root * root * most;
  });
}

const mostKept = (width: number): number => MOST_TIMES_MEAN / Math.sqrt(width);
