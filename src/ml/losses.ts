import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { assertNever } from '../core/assertNever';
import type { LossSpec } from '../core/trainingPlan';
import type { TensorFlow } from './tensorFlow';

export interface LossInputs {
  /** N×K. */
  readonly logits: Tensor2D;
  /** N×K, one 1 a row: the given labels. */
  readonly oneHot: Tensor2D;
}

/**
 * The loss of each sample, N values, differentiable by the logits. With p the predicted probability of the given label:
 * - cross-entropy: −log p
 * - focal: −(1−p)^γ · log p (Lin et al. 2017, "Focal Loss for Dense Object Detection", equation 4)
 * - blurry: −p^γ · log p (Pellegrino, Szczecina, Fieguth, arXiv 2511.16512)
 * - piecewise-zero: −log p where p ≥ c, else 0, with zero gradient (the same)
 * - generalized cross-entropy: (1 − p^q) / q (Zhang and Sabuncu 2018, equation 6)
 *
 * p is taken from log p = logSoftmax, so no loss or gradient overflows however large the logits are.
 */
export function sampleLosses(tf: TensorFlow, spec: LossSpec, { logits, oneHot }: LossInputs): Tensor1D {
  return tf.tidy(() => {
    const logProbs = tf.logSoftmax(logits);
    const logP: Tensor1D = tf.sum(tf.mul(logProbs, oneHot), 1);
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
