/** Rows of a file, one after the other, that mostly disagree with the labels, where the others agree. */
export interface DisagreeingRows {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
  /** How many of them disagree, 0–1. */
  readonly share01: number;
  /** How many of the other rows do. */
  readonly elsewhere01: number;
}

/** Label errors are spread: where more than this share of neighbouring rows disagree, something else is wrong. */
const MANY = 0.6;
/** Where so many of the other rows disagree as well, nothing stands out. */
const MOST_ELSEWHERE = 0.35;
/** The excess over `MANY`, in rows, that chance hardly reaches in a short file. */
const LEAST_EXCESS = 4;
const ROWS_OF_SHORT_FILE = 20;
/** Fewer other rows cannot tell what is usual. */
const LEAST_ELSEWHERE = 10;

/**
 * The stretch of rows with the largest excess of disagreement (the maximum sum of a run of numbers, J. Kadane), if it is one that
 * chance does not explain. Rows that are shifted, exchanged or shuffled among each other show as such.
 */
export function findDisagreeingRows(isAgreeing: Uint8Array): DisagreeingRows | undefined {
  let [start, sum] = [0, 0];
  let best = { first: 0, last: -1, excess: 0 };
  for (let row = 0; row < isAgreeing.length; row++) {
    if (sum <= 0) [start, sum] = [row, 0];
    sum += (isAgreeing[row] === 1 ? 0 : 1) - MANY;
    if (sum > best.excess) best = { first: start, last: row, excess: sum };
  }
  const { first, last, excess } = best;
  // A longer file has more places where chance can do it.
  const least = LEAST_EXCESS + Math.log(Math.max(1, isAgreeing.length / ROWS_OF_SHORT_FILE));
  const inside = countDisagreeing(isAgreeing.subarray(first, last + 1));
  const all = countDisagreeing(isAgreeing);
  const rows = last + 1 - first;
  const others = isAgreeing.length - rows;
  const elsewhere01 = (all - inside) / others;
  if (excess < least || others < LEAST_ELSEWHERE || elsewhere01 > MOST_ELSEWHERE) return undefined;
  return { first, last, share01: inside / rows, elsewhere01 };
}

function countDisagreeing(isAgreeing: Uint8Array): number {
  let agreeing = 0;
  for (const flag of isAgreeing) agreeing += flag;
  return isAgreeing.length - agreeing;
}
