import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { assertNever } from '../../core/assertNever';
import type { LossSpec } from '../../core/run/trainingPlan';
import type { TensorFlow } from '../backends/tensorFlow';

export interface LossInputs {
  /** N×K. */
  readonly logits: Tensor2D;
  /** N×K, one 1 a row: the given labels. */
  readonly oneHot: Tensor2D;
  /** N×K, constants: what `SampleTargets` remembers of the samples. Early-learning needs them, the others do not. */
  readonly targets?: Tensor2D | undefined;
}

/** What reverse cross-entropy takes for log 0: log 10⁻⁴, as in the programs of Wang et al. and of Ma et al. */
const LOG_OF_ZERO = Math.log(1e-4);

/**
 * The loss of each sample, N values, differentiable by the logits. With p the predicted probability of the given label:
 * - cross-entropy: −log p
 * - focal: −(1−p)^γ · log p (Lin et al. 2017, "Focal Loss for Dense Object Detection", equation 4)
 * - blurry: −p^γ · log p (Pellegrino, Szczecina, Fieguth, arXiv 2511.16512)
 * - piecewise-zero: −log p where p ≥ c, else 0, with zero gradient (the same)
 * - generalized cross-entropy: (1 − p^q) / q (Zhang and Sabuncu 2018, equation 6)
 * - symmetric cross-entropy: α · (−log p) + β · (−A) (1 − p), the second being reverse cross-entropy, with log 0 = A
 *   (Wang et al. 2019, "Symmetric Cross Entropy for Robust Learning with Noisy Labels", section 4)
 * - active-passive: α · log p / Σₖ log pₖ + β · (−A) (1 − p), normalized and reverse cross-entropy (Ma et al. 2020,
 *   "Normalized Loss Functions for Deep Learning with Noisy Labels", section 3)
 * - early-learning: −log p + λ · log(1 − Σₖ tₖ pₖ), t being the sample's target (Liu et al. 2020, "Early-Learning
 *   Regularization Prevents Memorization of Noisy Labels", section 4)
 *
 * p is taken from log p = logSoftmax, so no loss or gradient overflows however large the logits are.
 */
export function sampleLosses(tf: TensorFlow, spec: LossSpec, inputs: LossInputs): Tensor1D {
  return tf.tidy(() => {
    const logProbs = tf.logSoftmax(inputs.logits);
    const logP: Tensor1D = tf.sum(tf.mul(logProbs, inputs.oneHot), 1);
    const crossEntropy: Tensor1D = tf.neg(logP);
    switch (spec.name) {
      case 'cross-entropy':
        return crossEntropy;
      case 'focal':
        return tf.mul(powerOfRest(tf, logP, spec.gamma), crossEntropy);
      case 'blurry':
        return tf.mul(tf.exp(tf.mul(logP, spec.gamma)), crossEntropy);
      case 'piecewise-zero': {
        const isKept = tf.greaterEqual(logP, Math.log(spec.cutoff));
        return tf.mul(tf.cast(isKept, 'float32'), crossEntropy);
      }
      case 'generalized-cross-entropy':
        return tf.div(tf.neg(tf.expm1(tf.mul(logP, spec.q))), spec.q);
      case 'symmetric-cross-entropy':
        return withReverse(tf, crossEntropy, { logP, ...spec });
      case 'active-passive':
        return withReverse(tf, tf.div(logP, tf.sum(logProbs, 1)), { logP, ...spec });
      case 'early-learning': {
        const doubt = logDoubt(tf, logProbs, inputs.targets);
        return tf.add(crossEntropy, tf.mul<Tensor1D>(doubt, spec.regularization));
      }
      default:
        return assertNever(spec);
    }
  });
}

/** (1 − p)^γ from log p. 1 − p is kept from 0, where the gradient of the power has no bound for γ < 1. */
function powerOfRest(tf: TensorFlow, logP: Tensor1D, gamma: number): Tensor1D {
  const SMALLEST_REST = 1e-6;
  const rest: Tensor1D = tf.maximum(tf.neg(tf.expm1(logP)), SMALLEST_REST);
  return tf.exp(tf.mul<Tensor1D>(tf.log(rest), gamma));
}

interface ReverseOptions {
  readonly logP: Tensor1D;
  readonly activeWeight: number;
  readonly passiveWeight: number;
}

/** The active term and reverse cross-entropy, −Σₖ pₖ log yₖ = −A (1 − p) for one-hot labels y, both weighted. */
function withReverse(tf: TensorFlow, active: Tensor1D, options: ReverseOptions): Tensor1D {
  const { logP, activeWeight, passiveWeight } = options;
  const reverse = tf.mul<Tensor1D>(tf.expm1(logP), LOG_OF_ZERO);
  return tf.add(tf.mul(active, activeWeight), tf.mul<Tensor1D>(reverse, passiveWeight));
}

/** log(1 − Σₖ tₖ pₖ), written as log Σₖ (1 − tₖ) pₖ: nothing cancels where both are near a corner. */
function logDoubt(tf: TensorFlow, logProbs: Tensor2D, targets: Tensor2D | undefined): Tensor1D {
  if (targets === undefined) throw new Error('The early-learning loss needs the targets of its samples.');
  const rest: Tensor2D = tf.sub<Tensor2D>(1, targets);
  return tf.log(tf.sum<Tensor1D>(tf.mul(rest, tf.exp(logProbs)), 1));
}
