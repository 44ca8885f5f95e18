import type { LossSpec, TrainingPlan } from '../../core/run/trainingPlan';

/** Share of the steps in which the learning rate rises to its peak. */
const RISING_SHARE = 0.25;
/** The first learning rate is the peak divided by this, the last one the first divided by `END_DIVISOR`. */
const START_DIVISOR = 25;
const END_DIVISOR = 1000;

/**
 * The learning rate of one step (0 to `steps` − 1). One-cycle (Smith and Topin 2017, with the cosine shape and the
 * constants of fastai): from peak/25 up to the peak in the first quarter of the steps, then down to nearly 0.
 */
export function learningRateAt(
  step: number,
  options: { readonly steps: number; readonly peak: number; readonly schedule: TrainingPlan['schedule'] },
): number {
  const { steps, peak, schedule } = options;
  if (schedule === 'constant') return peak;
  const top = Math.max(Math.floor(steps * RISING_SHARE), 1);
  const start = peak / START_DIVISOR;
  if (step < top) return between(start, peak, step / top);
  return between(peak, start / END_DIVISOR, (step - top) / Math.max(steps - top, 1));
}

/** Half a cosine from one value to another; `share` is 0 at the first and 1 at the second. */
function between(first: number, second: number, share: number): number {
  return second + ((first - second) * (1 + Math.cos(Math.PI * share))) / 2;
}

/** The loss of one epoch (from 0): plain cross-entropy for the first `delayEpochs`, then the robust loss. */
export function lossInEpoch(epoch: number, plan: Pick<TrainingPlan, 'loss' | 'delayEpochs'>): LossSpec {
  return epoch < plan.delayEpochs ? { name: 'cross-entropy' } : plan.loss;
}
