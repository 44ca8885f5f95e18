import { crossValidate } from './crossValidate';
import type { Learner } from './learning';
import { createThreadSchedule, type ThreadOptions } from './threadSchedule';

/** The convolutional network trained from scratch, by cross-validation in worker threads. */
export function createCnnLearner(options: ThreadOptions): Learner {
  const { log } = options;
  const schedule = createThreadSchedule(options);
  return { learn: (task, signal) => crossValidate(task, { schedule, log }, signal) };
}
