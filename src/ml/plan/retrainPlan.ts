import type { TrainingPlan } from '../../core/run/trainingPlan';
import { chooseWorkers } from './threadLayout';

/** Of the epochs of a first training, the share that models which know the data already are trained again. */
const EPOCH_SHARE = 0.1;
/** Of the learning rate: enough to take in corrections, too little to forget. */
const RATE_SHARE = 1 / 3;

/**
 * The plan for going on from the models that `plan` has trained: the same networks, folds and loss, a tenth of the
 * epochs. Where that is less than one, each model sees a share of the images, and those that are new or labelled anew.
 */
export function retrainPlan(
  plan: TrainingPlan,
  threads: { readonly workers?: number | undefined; readonly cores: number },
): TrainingPlan {
  const workers = chooseWorkers({ ...threads, models: plan.models });
  // The plan of a retraining already: however often, each takes the same.
  if (plan.epochShare !== undefined) return { ...plan, workers };
  const wanted = plan.epochs * EPOCH_SHARE;
  const epochs = Math.max(Math.round(wanted), 1);
  return {
    ...plan,
    epochs,
    epochShare: Math.min(wanted / epochs, 1),
    learningRate: plan.learningRate * RATE_SHARE,
    // The models tell right from wrong already.
    delayEpochs: 0,
    workers,
  };
}
