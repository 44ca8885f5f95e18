import type { TrainingProgress } from '../../core/run/progress';
import { createTimeLeft } from '../../core/timeLeft';
import { foldImageCounts } from './epochImages';
import type { FoldInputs, FoldProgress } from './foldTask';
import { foldImageSteps } from './predictFold';

/** Adds up what the folds report. */
export class ProgressMeter {
  private readonly models: number;
  private readonly epochs: number;
  private total: number;
  private readonly timeLeft = createTimeLeft();
  private readonly startedMs = performance.now();
  private done = 0;

  /** `folds`: those that are trained; absent: all. */
  constructor(inputs: FoldInputs, folds?: readonly number[]) {
    const counts = foldImageCounts(inputs, folds);
    this.models = inputs.plan.models;
    this.epochs = inputs.plan.epochs;
    this.total = counts.reduce(
      (sum, { trained, predicted }) => sum + foldImageSteps(trained, predicted, this.epochs),
      0,
    );
  }

  /** So many image-steps were made by an earlier, interrupted run. */
  leaveOut(images: number): void {
    this.total -= images;
  }

  add(fold: number, { epoch, images }: FoldProgress): TrainingProgress {
    // A fold that is repeated after a collapse takes more steps than planned.
    this.done = Math.min(this.done + images, this.total);
    const elapsedMs = performance.now() - this.startedMs;
    return {
      fold: fold + 1,
      folds: this.models,
      epoch,
      epochs: this.epochs,
      done: this.done,
      total: this.total,
      imagesPerSecond: this.done / (elapsedMs / 1000),
      secondsLeft: this.timeLeft.estimate({ done: this.done, total: this.total, elapsedMs }),
    };
  }
}
