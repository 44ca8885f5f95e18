import type { CountEstimate } from '../labelNoise/errorEstimate';
import { rescore } from '../run/rescore';
import { estimateWrong, fitReviewModel, VERDICT, type JudgedSuspects } from './reviewModel';

/** How a review is going, and whether going on pays. */
export interface StoppingAdvice {
  readonly reviewed: number;
  /** Suspects whose label was wrong. */
  readonly found: number;
  /** The latest decisions: how many there are, and how many of them found an error. */
  readonly recent: { readonly images: number; readonly wrong: number };
  /** Wrong labels to expect among the suspects that are left; bounds of 95%. */
  readonly left: CountEstimate & { readonly images: number };
  /** The same for the next suspects, the most probable errors first. */
  readonly next: CountEstimate & { readonly images: number };
  /** Wrong labels that the run expects among the images that are not suspects, though each of them is probably right. */
  readonly otherErrors: number;
  readonly canStop: boolean;
}

/** How many of the latest decisions are counted. */
export const RECENT_DECISIONS = 50;
/** How many of the next suspects are looked at. */
const LOOK_AHEAD = 50;
/** Going on no longer pays when the next suspects hold at most this share of errors, even at the upper bound. */
const LEAST_YIELD = 0.1;
/** With fewer decisions, no more is known about this dataset than the run said. */
const LEAST_DECISIONS = 30;

export interface StoppingInput {
  readonly suspects: JudgedSuspects;
  /** Indices of the suspects decided last, in any order, at most `RECENT_DECISIONS`. */
  readonly recent: readonly number[];
  readonly otherErrors: number;
}

/** Takes time in proportion to the suspects; pauses again and again. */
export function* stoppingAdvice({
  suspects,
  recent,
  otherErrors,
}: StoppingInput): Generator<void, StoppingAdvice> {
  const { verdict } = suspects;
  const model = yield* fitReviewModel(suspects);
  yield;
  const open: number[] = [];
  let found = 0;
  for (let i = 0; i < verdict.length; i++) {
    if (verdict[i] === VERDICT.none) open.push(i);
    else if (verdict[i] === VERDICT.wrong) found++;
  }
  yield;
  const scores = rescore(model, suspects);
  yield;
  const next = mostSuspect(scores, open);
  yield;
  const left = estimateWrong(model, suspects, open);
  yield;
  const expectedNext = estimateWrong(model, suspects, next);
  const reviewed = verdict.length - open.length;
  return {
    reviewed,
    found,
    recent: {
      images: recent.length,
      wrong: recent.filter((i) => verdict[i] === VERDICT.wrong).length,
    },
    left: { images: open.length, ...left },
    next: { images: next.length, ...expectedNext },
    otherErrors,
    canStop:
      open.length === 0 ||
      (reviewed >= LEAST_DECISIONS && expectedNext.high <= Math.max(1, LEAST_YIELD * next.length)),
  };
}

/** The highest scores of `open`, which is ascending; of equal ones the first. */
function mostSuspect(scores: Float64Array, open: readonly number[]): readonly number[] {
  const next: number[] = [];
  for (const i of open) {
    if (next.length === LOOK_AHEAD && scores[i]! <= scores[next.at(-1)!]!) continue;
    const after = next.findIndex((other) => scores[other]! < scores[i]!);
    next.splice(after < 0 ? next.length : after, 0, i);
    if (next.length > LOOK_AHEAD) next.pop();
  }
  return next;
}
