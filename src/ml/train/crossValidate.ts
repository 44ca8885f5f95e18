import { assertNever } from '../../core/assertNever';
import { stratifiedFolds } from '../../core/dataset/folds';
import type { TrainingProgress } from '../../core/run/progress';
import type { BackendInfo } from '../../core/run/trainingPlan';
import { FoldJoiner } from './foldJoiner';
import { describeResumed, type FoldSchedule } from './foldSchedule';
import type { FoldInputs } from './foldTask';
import type { Learned, LearningTask } from './learning';
import { ProgressMeter } from './progressMeter';

export interface CrossValidateOptions {
  /** Where the models are trained. */
  readonly schedule: FoldSchedule;
  readonly log: (message: string) => void;
}

/**
 * Trains a model for each of the first `plan.models` folds, and joins their predictions as `plan.predictions` says. Ends
 * within a moment of an abort, by throwing.
 * @throws what the schedule throws.
 */
export async function* crossValidate(
  task: LearningTask,
  { schedule, log }: CrossValidateOptions,
  signal: AbortSignal,
): AsyncGenerator<TrainingProgress, Learned> {
  const inputs = divideIntoFolds(task);
  const joiner = new FoldJoiner(inputs);
  const progress = new ProgressMeter(inputs);
  let backend: BackendInfo | undefined;
  for await (const event of schedule({ inputs, checkpoints: task.checkpoints, signal }))
    switch (event.type) {
      case 'started':
        ({ backend } = event);
        break;
      case 'resumed':
        log(describeResumed(event, task.plan));
        progress.leaveOut(event.images);
        break;
      case 'progress':
        yield progress.add(event.fold, event.progress);
        break;
      case 'done':
        joiner.add(event.fold, event.result);
        break;
      default:
        assertNever(event);
    }
  if (backend === undefined) throw new Error('No fold was trained.');
  return { ...joiner.join(), backend };
}

/** All that the folds' models have to know, each by itself. */
export function divideIntoFolds(task: LearningTask): FoldInputs {
  const { images, labels, reviewStatus, classCount, plan, warmStart } = task;
  const { folds, seed } = plan;
  const foldOf = warmStart?.foldOf ?? Int32Array.from(stratifiedFolds(labels, { classCount, folds, seed }));
  return { images, labels, reviewStatus, classCount, plan, warmStart, foldOf };
}
