/** Rounds a float64 result to the precision it is computed in: `Math.fround` for float32. */
export type Round = (value: number) => number;

/** Numbers summed by one loop with eight accumulators; more are halved first. */
const BLOCK = 128;
const ACCUMULATORS = 8;

/**
 * The sum of `valueAt(0) … valueAt(count − 1)` in the order and precision of numpy's `sum` (pairwise summation, after
 * N. J. Higham, "The accuracy of floating point summation", 1993), so that what is rounded or compared after it comes out
 * the same to the last bit.
 */
export function pairwiseSum(count: number, valueAt: (index: number) => number, round: Round): number {
  return sumRange({ valueAt, round }, 0, count);
}

interface Terms {
  readonly valueAt: (index: number) => number;
  readonly round: Round;
}

function sumRange(terms: Terms, start: number, end: number): number {
  const count = end - start;
  if (count < ACCUMULATORS) return sumInOrder(terms, start, end);
  if (count <= BLOCK) return sumBlock(terms, start, end);
  const half = Math.floor(count / 2);
  const middle = start + half - (half % ACCUMULATORS);
  return terms.round(sumRange(terms, start, middle) + sumRange(terms, middle, end));
}

function sumInOrder({ valueAt, round }: Terms, start: number, end: number): number {
  let sum = 0;
  for (let index = start; index < end; index++) sum = round(sum + valueAt(index));
  return sum;
}

function sumBlock({ valueAt, round }: Terms, start: number, end: number): number {
  const sums = new Float64Array(ACCUMULATORS);
  for (let lane = 0; lane < ACCUMULATORS; lane++) sums[lane] = valueAt(start + lane);
  const whole = end - ((end - start) % ACCUMULATORS);
  for (let index = start + ACCUMULATORS; index < whole; index += ACCUMULATORS)
    for (let lane = 0; lane < ACCUMULATORS; lane++) sums[lane] = round(sums[lane]! + valueAt(index + lane));
  const quarter = (lane: number) => round(sums[lane]! + sums[lane + 1]!);
  let sum = round(round(quarter(0) + quarter(2)) + round(quarter(4) + quarter(6)));
  for (let index = whole; index < end; index++) sum = round(sum + valueAt(index));
  return sum;
}
