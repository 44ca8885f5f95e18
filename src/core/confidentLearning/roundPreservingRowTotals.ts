/**
 * Rounds each row of a matrix (row-major) to whole numbers that sum to the row's rounded total: what rounding alone
 * gains or loses is taken from or given to the entries it moved furthest (as cleanlab does, after `iteround`). Of
 * entries moved equally far, the last ones are raised and the first ones lowered.
 */
export function roundPreservingRowTotals(matrix: Float64Array, columns: number): Float64Array {
  const rounded = new Float64Array(matrix.length);
  for (let start = 0; start < matrix.length; start += columns)
    rounded.set(roundPreservingTotal(matrix.subarray(start, start + columns)), start);
  return rounded;
}

function roundPreservingTotal(row: Float64Array): Float64Array {
  const rounded = row.map(roundHalfToEven);
  const total = roundHalfToEven(row.reduce((sum, value) => sum + value, 0));
  let missing = total - rounded.reduce((sum, value) => sum + value, 0);
  // A second pass is needed only when more is missing than there are entries, which rounding alone cannot cause.
  while (missing !== 0) {
    const increment = Math.sign(missing);
    const moved = row.map((value, column) => value - rounded[column]!);
    const order = Array.from(row.keys()).sort((a, b) => moved[a]! - moved[b]! || a - b);
    if (increment > 0) order.reverse();
    for (const column of order.slice(0, Math.abs(missing))) {
      rounded[column]! += increment;
      missing -= increment;
    }
  }
  return rounded;
}

/** Rounds halves to the even neighbour, as IEEE 754 and numpy do. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
