import { atOnce } from '../../src/core/atOnce';
import { fitReviewModel, VERDICT, type JudgedSuspects } from '../../src/core/review/reviewModel';
import { rescore } from '../../src/core/run/rescore';
import { decide, type DrawnReview } from './drawnReview';

/**
 * Errors found after each share (0–1, ascending) of the suspects has been looked at, in the order of the run or, with
 * `updateEvery`, in the live order that the reviewer asks for anew after so many decisions.
 */
export function errorsFound(
  review: DrawnReview,
  shares: readonly number[],
  updateEvery?: number,
): readonly number[] {
  const { truth } = review;
  const suspects = { ...review.suspects, verdict: new Uint8Array(truth.length) };
  const found: number[] = [];
  let order: readonly number[] = Array.from(truth.keys());
  let place = 0;
  let errors = 0;
  for (let looked = 0; looked <= truth.length; looked++) {
    while (found.length < shares.length && looked >= shares[found.length]! * truth.length) found.push(errors);
    if (looked === truth.length) break;
    if (updateEvery !== undefined && looked % updateEvery === 0) {
      order = liveOrder(suspects);
      place = 0;
    }
    const i = order[place++]!;
    decide({ suspects, truth }, i);
    errors += truth[i]!;
  }
  return found;
}

/** The suspects that are left, the most probable errors first. */
function liveOrder(suspects: JudgedSuspects): readonly number[] {
  const scores = rescore(atOnce(fitReviewModel(suspects)), suspects);
  return Array.from(scores.keys())
    .filter((i) => suspects.verdict[i] === VERDICT.none)
    .sort((a, b) => scores[b]! - scores[a]! || a - b);
}
