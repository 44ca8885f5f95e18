import { createHash } from 'node:crypto';
import type { TrainingPlan } from '../core/run/trainingPlan';

/** Everything that decides a training, but not how many threads it takes. */
export interface TrainingInputs {
  readonly plan: TrainingPlan;
  readonly labels: Int32Array;
  readonly reviewStatus: Uint8Array;
  readonly classes: readonly string[];
  /** Fingerprint of the decoded images. */
  readonly images: string;
  /** The run whose models go on learning. */
  readonly base: string | undefined;
}

/** Equal for trainings with the same result, up to rounding: what was begun by one can be ended by another. */
export function trainingKey({ plan, labels, reviewStatus, classes, images, base }: TrainingInputs): string {
  return createHash('sha256')
    .update(JSON.stringify([{ ...plan, workers: 0 }, classes, images, base]))
    .update(labels)
    .update(reviewStatus)
    .digest('hex');
}
