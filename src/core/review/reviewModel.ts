import type { CountEstimate } from '../labelNoise/errorEstimate';

/** What a review has said of a suspect so far. */
export const VERDICT = { none: 0, right: 1, wrong: 2 } as const;

/** The suspects of a run by columns, and the review of them. */
export interface JudgedSuspects {
  /** The run's probability that the label is wrong. */
  readonly wrong: Float64Array;
  /** Their log-odds, as `logOddsOf` gives them, where they are needed more than once. */
  readonly logOdds?: Float64Array | undefined;
  /** Which given→suggested pair each belongs to, from 0. */
  readonly pair: Int32Array;
  readonly pairCount: number;
  /** A value of `VERDICT` each. */
  readonly verdict: Uint8Array;
}

/**
 * What the decisions teach about the suspects: the log-odds that label i is wrong are `level + slope · x + pairs[g]`,
 * with x the run's own log-odds and g the pair of i.
 */
export interface ReviewModel {
  readonly level: number;
  readonly slope: number;
  readonly pairs: Float64Array;
  /** Of the posterior: variances of level and slope and their covariance, and the variance of each pair. */
  readonly levelVariance: number;
  readonly slopeVariance: number;
  readonly covariance: number;
  readonly pairVariance: Float64Array;
  /** The variance between pairs, as the decisions show it. */
  readonly pairSpread: number;
}

/** Before any decision the run is believed, with this doubt (standard deviations, in log-odds). */
const LEVEL_DOUBT = 0.5;
const SLOPE_DOUBT = 0.25;
/**
 * How much pairs differ (variance): some classes are confused by the annotators, others only by the network. The
 * decisions say how much in this dataset, and are weighed against so many pairs of the usual spread.
 */
const USUAL_PAIR_SPREAD = 0.4;
const USUAL_PAIRS = 4;
/** No run has evidence for log-odds beyond this. */
const MOST_LOG_ODDS = 6;
const ROUNDS = 8;
/** Newton's steps are cut to this, so that they cannot overshoot while the model is far off. */
const MOST_STEP = 1;
/** 95% of a normal distribution lies within this many standard deviations. */
const DEVIATIONS = 1.96;

/**
 * Fits the model to the decisions: Bayesian logistic regression with normal priors, level 0, slope 1, pairs 0
 * (recalibration as in Platt 1999, with a random effect for each pair), at its maximum, found by alternating Newton
 * steps; the variances are Laplace's, and the spread of the pairs follows by expectation-maximisation (Dempster, Laird
 * and Rubin 1977). Takes time in proportion to the suspects, and pauses again and
 * again.
 */
export function* fitReviewModel(suspects: JudgedSuspects): Generator<void, ReviewModel> {
  const fit = new Fit(suspects);
  for (let round = 0; round < ROUNDS; round++) {
    yield;
    fit.stepCommon();
    yield;
    fit.stepPairs();
    yield;
    fit.stepSpread();
  }
  yield;
  return fit.model();
}

/** The probability that the label of suspect `i` is wrong. */
export function wrongProbability(model: ReviewModel, suspects: JudgedSuspects, i: number): number {
  const { level, slope, pairs } = model;
  return logistic(level + slope * logOddsAt(suspects, i) + pairs[suspects.pair[i]!]!);
}

export const logOddsOf = (wrong: Float64Array): Float64Array => wrong.map(logOdds);

const logOddsAt = ({ wrong, logOdds: known }: JudgedSuspects, i: number): number =>
  known === undefined ? logOdds(wrong[i]!) : known[i]!;

/**
 * How many of these suspects have a wrong label. The bounds allow for the chance of each (Poisson binomial) and for
 * the doubt about the model, which the suspects of a pair share, and all suspects together.
 */
export function estimateWrong(
  model: ReviewModel,
  suspects: JudgedSuspects,
  indices: Iterable<number>,
): CountEstimate {
  const byPair = new Float64Array(suspects.pairCount);
  let [images, errors, spread, leverage] = [0, 0, 0, 0];
  for (const i of indices) {
    const p = wrongProbability(model, suspects, i);
    const own = p * (1 - p);
    images++;
    errors += p;
    spread += own;
    leverage += own * logOddsAt(suspects, i);
    byPair[suspects.pair[i]!]! += own;
  }
  const shared =
    spread * spread * model.levelVariance +
    2 * spread * leverage * model.covariance +
    leverage * leverage * model.slopeVariance;
  const ofPairs = byPair.reduce((sum, own, pair) => sum + own * own * model.pairVariance[pair]!, 0);
  const deviation = DEVIATIONS * Math.sqrt(spread + shared + ofPairs);
  return { errors, low: Math.max(0, errors - deviation), high: Math.min(images, errors + deviation) };
}

/** The state of a fit. */
class Fit {
  private readonly suspects: JudgedSuspects;
  private readonly decided: Int32Array;
  private readonly x: Float64Array;
  private readonly pairs: Float64Array;
  private readonly decidedPairs: ReadonlySet<number>;
  private level = 0;
  private slope = 1;
  private spread = USUAL_PAIR_SPREAD;

  constructor(suspects: JudgedSuspects) {
    this.suspects = suspects;
    const { verdict, pair, pairCount } = suspects;
    const decided: number[] = [];
    for (let i = 0; i < verdict.length; i++) if (verdict[i] !== VERDICT.none) decided.push(i);
    this.decided = Int32Array.from(decided);
    this.x = Float64Array.from(decided, (i) => logOddsAt(suspects, i));
    this.pairs = new Float64Array(pairCount);
    this.decidedPairs = new Set(decided.map((i) => pair[i]!));
  }

  stepCommon(): void {
    const { gradient, curvature } = this.commonDerivatives();
    const [[a, b], [, d]] = curvature;
    const determinant = a * d - b * b;
    this.level += cut((d * gradient[0] - b * gradient[1]) / determinant);
    this.slope = Math.max(0, this.slope + cut((a * gradient[1] - b * gradient[0]) / determinant));
  }

  stepPairs(): void {
    const { gradient, curvature } = this.pairDerivatives();
    for (let pair = 0; pair < this.pairs.length; pair++)
      this.pairs[pair]! += cut(gradient[pair]! / curvature[pair]!);
  }

  stepSpread(): void {
    const { curvature } = this.pairDerivatives();
    let [squares, pairs] = [USUAL_PAIRS * USUAL_PAIR_SPREAD, USUAL_PAIRS];
    for (const pair of this.decidedPairs) {
      squares += this.pairs[pair]! ** 2 + 1 / curvature[pair]!;
      pairs++;
    }
    this.spread = squares / pairs;
  }

  model(): ReviewModel {
    const [[a, b], [, d]] = this.commonDerivatives().curvature;
    const determinant = a * d - b * b;
    return {
      level: this.level,
      slope: this.slope,
      pairs: this.pairs,
      levelVariance: d / determinant,
      slopeVariance: a / determinant,
      covariance: -b / determinant,
      pairSpread: this.spread,
      pairVariance: this.pairDerivatives().curvature.map((curvature) => 1 / curvature),
    };
  }

  /** Derivatives of the log posterior by level and slope; the curvature is its negative second. */
  private commonDerivatives() {
    let [byLevel, bySlope] = [-this.level / LEVEL_DOUBT ** 2, (1 - this.slope) / SLOPE_DOUBT ** 2];
    let [levelLevel, levelSlope, slopeSlope] = [1 / LEVEL_DOUBT ** 2, 0, 1 / SLOPE_DOUBT ** 2];
    this.forEachDecided((x, surprise, own) => {
      byLevel += surprise;
      bySlope += surprise * x;
      levelLevel += own;
      levelSlope += own * x;
      slopeSlope += own * x * x;
    });
    return {
      gradient: [byLevel, bySlope] as const,
      curvature: [
        [levelLevel, levelSlope],
        [levelSlope, slopeSlope],
      ] as const,
    };
  }

  private pairDerivatives() {
    const gradient = this.pairs.map((effect) => -effect / this.spread);
    const curvature = new Float64Array(this.pairs.length).fill(1 / this.spread);
    this.forEachDecided((_x, surprise, own, pair) => {
      gradient[pair]! += surprise;
      curvature[pair]! += own;
    });
    return { gradient, curvature };
  }

  private forEachDecided(visit: (x: number, surprise: number, own: number, pair: number) => void): void {
    const { pair, verdict } = this.suspects;
    for (const [row, i] of this.decided.entries()) {
      const x = this.x[row]!;
      const p = logistic(this.level + this.slope * x + this.pairs[pair[i]!]!);
      visit(x, Number(verdict[i] === VERDICT.wrong) - p, p * (1 - p), pair[i]!);
    }
  }
}

const logistic = (logit: number) => 1 / (1 + Math.exp(-logit));

function logOdds(probability: number): number {
  return Math.max(-MOST_LOG_ODDS, Math.min(MOST_LOG_ODDS, Math.log(probability / (1 - probability))));
}

const cut = (step: number) => Math.max(-MOST_STEP, Math.min(MOST_STEP, step));
