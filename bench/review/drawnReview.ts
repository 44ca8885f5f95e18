import { VERDICT, type JudgedSuspects } from '../../src/core/review/reviewModel';
import type { Rng } from '../../src/core/rng';

export interface DrawnReviewOptions {
  readonly suspects: number;
  readonly pairs: number;
  /** Standard deviation of the pairs' log-odds around what the run says: some pairs are real confusions, others not. */
  readonly pairSpread: number;
  /** Log-odds by which the run is wrong as a whole. */
  readonly level: number;
}

/** A run's suspects, in rank order, with the truth about each. */
export interface DrawnReview {
  readonly suspects: JudgedSuspects;
  /** 1 where the label is wrong. */
  readonly truth: Uint8Array;
}

/** Suspects whose probabilities the run gets right only up to a level and the nature of their pair. */
export function drawReview(rng: Rng, options: DrawnReviewOptions): DrawnReview {
  const { suspects: count, pairs: pairCount, pairSpread, level } = options;
  const wrong = Float64Array.from({ length: count }, () => 0.05 + 0.94 * rng.next01())
    .sort()
    .reverse();
  // A few pairs hold most suspects, as in real datasets.
  const pair = Int32Array.from({ length: count }, () => Math.floor(pairCount * rng.next01() ** 2));
  const effects = Float64Array.from({ length: pairCount }, () => pairSpread * rng.normal());
  const truth = Uint8Array.from(wrong, (w, i) => {
    const logit = Math.log(w / (1 - w)) + level + effects[pair[i]!]!;
    return Number(rng.next01() < 1 / (1 + Math.exp(-logit)));
  });
  return { suspects: { wrong, pair, pairCount, verdict: new Uint8Array(count) }, truth };
}

/** Tells the truth about a suspect. */
export function decide({ suspects, truth }: DrawnReview, i: number): void {
  suspects.verdict[i] = truth[i] === 1 ? VERDICT.wrong : VERDICT.right;
}
