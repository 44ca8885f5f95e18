import type { LossSpec } from '../../src/core/run/trainingPlan';

/** One sample: K logits, the class of its given label, and its target for early-learning, K numbers. */
export interface Sample {
  readonly logits: Float64Array;
  readonly label: number;
  readonly target: Float64Array;
}

/** A loss as printed in its paper, in double precision. */
export interface ClosedForm {
  readonly spec: LossSpec;
  value(sample: Sample): number;
  /** By the logits: K numbers. */
  gradient(sample: Sample): Float64Array;
}

/** log softmax, shifted by the largest logit. */
export function logSoftmax(logits: Float64Array): Float64Array {
  const largest = logits.reduce((a, b) => Math.max(a, b));
  const logTotal = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
  return logits.map((logit) => logit - largest - logTotal);
}

/** A loss L(p) of p alone, by its value and its slope dL/d log p: the gradient is that times (one-hot − softmax). */
function ofP(
  spec: LossSpec,
  value: (logP: number, p: number) => number,
  slope: (logP: number, p: number) => number,
): ClosedForm {
  return {
    spec,
    value({ logits, label }) {
      const logP = logSoftmax(logits)[label]!;
      return value(logP, Math.exp(logP));
    },
    gradient({ logits, label }) {
      const logProbs = logSoftmax(logits);
      const factor = slope(logProbs[label]!, Math.exp(logProbs[label]!));
      return logProbs.map((logProb, k) => factor * (Number(k === label) - Math.exp(logProb)));
    },
  };
}

const LOG_OF_ZERO = Math.log(1e-4);

function focal(gamma: number): ClosedForm {
  return ofP(
    { name: 'focal', gamma },
    (logP, p) => -((1 - p) ** gamma) * logP,
    // The limit at p = 1 is 0, where the first factor is infinite for γ < 1.
    (logP, p) => (p === 1 ? 0 : gamma * (1 - p) ** (gamma - 1) * p * logP - (1 - p) ** gamma),
  );
}

const blurry = (gamma: number): ClosedForm =>
  ofP(
    { name: 'blurry', gamma },
    (logP) => -Math.exp(gamma * logP) * logP,
    (logP) => -Math.exp(gamma * logP) * (1 + gamma * logP),
  );

const symmetric = (activeWeight: number, passiveWeight: number): ClosedForm =>
  ofP(
    { name: 'symmetric-cross-entropy', activeWeight, passiveWeight },
    (logP, p) => -activeWeight * logP - passiveWeight * LOG_OF_ZERO * (1 - p),
    (_, p) => -activeWeight + passiveWeight * LOG_OF_ZERO * p,
  );

function activePassive(activeWeight: number, passiveWeight: number): ClosedForm {
  const total = (logProbs: Float64Array) => logProbs.reduce((sum, logProb) => sum + logProb, 0);
  return {
    spec: { name: 'active-passive', activeWeight, passiveWeight },
    value({ logits, label }) {
      const logProbs = logSoftmax(logits);
      const logP = logProbs[label]!;
      return (activeWeight * logP) / total(logProbs) - passiveWeight * LOG_OF_ZERO * (1 - Math.exp(logP));
    },
    gradient({ logits, label }) {
      const logProbs = logSoftmax(logits);
      const sum = total(logProbs);
      const logP = logProbs[label]!;
      return logProbs.map((logProb, k) => {
        const prob = Math.exp(logProb);
        const ofLogP = Number(k === label) - prob;
        const ofSum = 1 - logProbs.length * prob;
        const normalized = (ofLogP * sum - logP * ofSum) / (sum * sum);
        return activeWeight * normalized + passiveWeight * LOG_OF_ZERO * Math.exp(logP) * ofLogP;
      });
    },
  };
}

function earlyLearning(regularization: number): ClosedForm {
  // 1 − Σ t p, as Σ (1 − t) p.
  const doubt = (logProbs: Float64Array, target: Float64Array) =>
    logProbs.reduce((sum, logProb, k) => sum + (1 - target[k]!) * Math.exp(logProb), 0);
  return {
    spec: { name: 'early-learning', regularization, momentum: 0.7 },
    value({ logits, label, target }) {
      const logProbs = logSoftmax(logits);
      return -logProbs[label]! + regularization * Math.log(doubt(logProbs, target));
    },
    gradient({ logits, label, target }) {
      const logProbs = logSoftmax(logits);
      const rest = doubt(logProbs, target);
      return logProbs.map((logProb, k) => {
        const prob = Math.exp(logProb);
        const pull = (prob * (target[k]! - (1 - rest))) / rest;
        return -(Number(k === label) - prob) - regularization * pull;
      });
    },
  };
}

/** Every loss, with parameters of both kinds of data its paper has results for. */
export const CLOSED_FORMS: readonly ClosedForm[] = [
  ofP(
    { name: 'cross-entropy' },
    (logP) => -logP,
    () => -1,
  ),
  focal(0.5),
  focal(2),
  blurry(0.2),
  blurry(0.4),
  ofP(
    { name: 'piecewise-zero', cutoff: 0.1 },
    (logP, p) => (p >= 0.1 ? -logP : 0),
    (_, p) => (p >= 0.1 ? -1 : 0),
  ),
  ofP(
    { name: 'generalized-cross-entropy', q: 0.7 },
    (logP) => (1 - Math.exp(0.7 * logP)) / 0.7,
    (logP) => -Math.exp(0.7 * logP),
  ),
  symmetric(0.1, 1),
  symmetric(6, 0.1),
  activePassive(1, 1),
  activePassive(10, 0.1),
  earlyLearning(3),
  earlyLearning(7),
];
