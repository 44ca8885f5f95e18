/**
 * Rounds non-negative numbers to whole ones that sum to their rounded total: what rounding alone gains or loses is taken
 * from or given to the entries it moved furthest (as cleanlab does, after `iteround`). Of entries moved equally far, the
 * last ones are raised and the first ones lowered: what a stable sort gives. cleanlab sorts with numpy, whose order of
 * equal values depends on the vector instructions of the processor; where it has none, results are the same.
 */
export function roundPreservingTotal(values: Float64Array): Float64Array {
  const rounded = values.map(roundHalfToEven);
  const missing = roundHalfToEven(sum(values)) - sum(rounded);
  if (missing === 0) return rounded;
  const step = Math.sign(missing);
  const gapOf = (index: number) => (values[index]! - rounded[index]!) * step;
  // Rounding moves an entry by a half at most, so more than `missing` of them were moved the way to be undone.
  const moved: number[] = [];
  for (let index = 0; index < values.length; index++) if (gapOf(index) > 0) moved.push(index);
  moved.sort((a, b) => gapOf(b) - gapOf(a) || (a - b) * -step);
  for (const index of moved.slice(0, Math.abs(missing))) rounded[index]! += step;
  return rounded;
}

/** Rounds halves to the even neighbour, as IEEE 754 and numpy do. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
