import { pairKey } from './pairKey';
import { isErrorFound, isReviewed, type Decision } from './review';
import { VERDICT, type JudgedSuspects } from './reviewModel';
import type { ResultRow } from './run';

/** What the run says of its suspects, by columns. */
export function suspectColumns(suspects: readonly ResultRow[]): Omit<JudgedSuspects, 'verdict'> {
  const places = new Map<string, number>();
  const pair = Int32Array.from(suspects, ({ givenLabel: given, predictedLabel: suggested }) => {
    const key = pairKey({ given, suggested });
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    return place;
  });
  return { wrong: Float64Array.from(suspects, (row) => 1 - row.labelQuality), pair, pairCount: places.size };
}

/** A value of `VERDICT`. */
export function verdictOf(decision: Decision | null): number {
  if (!isReviewed(decision)) return VERDICT.none;
  return isErrorFound(decision) ? VERDICT.wrong : VERDICT.right;
}
