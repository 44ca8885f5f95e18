import type { Rng } from '../../core/rng';
import type { TrainingPlan } from '../../core/run/trainingPlan';
import { splitFold, type FoldInputs } from './foldTask';
import type { WarmStart } from './learning';

type Choice = Pick<TrainingPlan, 'epochShare'> & {
  readonly warmStart?: Pick<WarmStart, 'isChanged'> | undefined;
};

/** How many of `trainOn` a model sees in an epoch. */
export function imagesInEpoch(trainOn: Int32Array, { epochShare, warmStart }: Choice): number {
  if (epochShare === undefined || epochShare >= 1) return trainOn.length;
  const changed = trainOn.reduce((sum, image) => sum + (warmStart?.isChanged[image] ?? 0), 0);
  const others = Math.ceil((trainOn.length - changed) * epochShare);
  return Math.max(changed + others, Math.min(trainOn.length, 1));
}

/** Batches are of nearly equal size: a last one of a few images would spoil its batch statistics. */
export function batchesInEpoch(images: number, { batchSize }: Pick<TrainingPlan, 'batchSize'>): number {
  return Math.ceil(images / batchSize);
}

export function smallestBatch(images: number, plan: Pick<TrainingPlan, 'batchSize'>): number {
  return Math.floor(images / Math.max(batchesInEpoch(images, plan), 1));
}

/** The images of one epoch in the order in which a model sees them: all that have changed, of the others a share by chance. */
export function epochImages(order: Int32Array, choice: Choice, rng: Rng): Int32Array {
  rng.shuffle(order);
  const count = imagesInEpoch(order, choice);
  if (count === order.length) return order;
  const isChanged = (image: number) => choice.warmStart?.isChanged[image] === 1;
  const chosen = Int32Array.from([
    ...order.filter(isChanged),
    ...order.filter((image) => !isChanged(image)),
  ]).slice(0, count);
  rng.shuffle(chosen);
  return chosen;
}

/** How many images the model of a fold trains on in an epoch, and predicts. */
export interface FoldImageCounts {
  readonly trained: number;
  readonly predicted: number;
}

/** All folds with a model. */
export const foldsOf = ({ models }: Pick<TrainingPlan, 'models'>): readonly number[] => [
  ...Array(models).keys(),
];

/** Those of some folds, or of all with a model. */
export function foldImageCounts(
  { plan, foldOf, reviewStatus, warmStart }: FoldInputs,
  folds = foldsOf(plan),
): FoldImageCounts[] {
  return folds.map((fold) => {
    const { trainOn, predictOn } = splitFold({ ...plan, foldOf, reviewStatus }, fold);
    return { trained: imagesInEpoch(trainOn, { ...plan, warmStart }), predicted: predictOn.length };
  });
}
