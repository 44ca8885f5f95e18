import { crossValidate, type CrossValidateOptions } from './crossValidate';
import type { Learner } from './learner';

/** The convolutional network trained from scratch, by cross-validation in worker threads. */
export function createCnnLearner(options: CrossValidateOptions): Learner {
  return { learn: (task, signal) => crossValidate(task, options, signal) };
}
