import { PairIndex } from '../query/pairIndex';
import { isErrorFound, isReviewed, type Decision } from './review';
import { logOddsOf, VERDICT, type JudgedSuspects } from './reviewModel';
import type { TableRow } from '../run/run';

/** What the run says of its suspects, by columns. */
export function suspectColumns(suspects: readonly TableRow[]): Omit<JudgedSuspects, 'verdict'> {
  const pairs = new PairIndex();
  const pair = new Int32Array(suspects.length);
  const wrong = new Float64Array(suspects.length);
  for (const [i, { givenLabel, predictedLabel, labelQuality }] of suspects.entries()) {
    pair[i] = pairs.indexOf(givenLabel, predictedLabel);
    wrong[i] = 1 - labelQuality;
  }
  return { wrong, logOdds: logOddsOf(wrong), pair, pairCount: pairs.size };
}

/** A value of `VERDICT`. */
export function verdictOf(decision: Decision | null): number {
  if (!isReviewed(decision)) return VERDICT.none;
  return isErrorFound(decision) ? VERDICT.wrong : VERDICT.right;
}
