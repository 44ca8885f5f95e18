import { assertNever } from '../../src/core/assertNever';
import type { TrainingPlan } from '../../src/core/run/trainingPlan';
import { compactStages } from '../../src/ml/network/compactNetwork';
import { HEAD_HIDDEN_UNITS } from '../../src/ml/network/headNetwork';
import { PAPER_CHANNELS, PAPER_HIDDEN_UNITS } from '../../src/ml/network/paperNetwork';
import { averagedEpochs, foldImageSteps } from '../../src/ml/train/predictFold';

type Shape = Pick<TrainingPlan, 'network' | 'imageSize' | 'channels' | 'embeddingWidth'>;

/** A 3×3 convolution reads this many values for each of its inputs' channels. */
const FILTER_AREA = 9;

/**
 * Multiplications with an addition in the convolutions and dense layers of one forward pass of one image; what is done
 * once for a value (bias, ReLU, pooling, normalisation, dropout) is not counted.
 */
export function multiplyAddsPerImage(plan: Shape, classCount: number): number {
  switch (plan.network) {
    case 'compact':
      return compactMultiplyAdds(plan, classCount);
    case 'paper':
      return paperMultiplyAdds(plan, classCount);
    case 'head':
      return ((plan.embeddingWidth ?? 0) + classCount) * HEAD_HIDDEN_UNITS;
    default:
      return assertNever(plan.network);
  }
}

/** Padded convolutions, each followed by halving, then one dense layer. */
function compactMultiplyAdds({ imageSize, channels }: Shape, classCount: number): number {
  let edge = imageSize;
  let inputs: number = channels;
  let total = 0;
  for (const outputs of compactStages({ imageSize, channels })) {
    total += edge ** 2 * outputs * FILTER_AREA * inputs;
    inputs = outputs;
    edge = Math.floor(edge / 2);
  }
  return total + edge ** 2 * inputs * classCount;
}

/** Two unpadded convolutions, halving, and two dense layers. */
function paperMultiplyAdds({ imageSize, channels }: Shape, classCount: number): number {
  const [first, second] = PAPER_CHANNELS;
  const features = Math.floor((imageSize - 4) / 2) ** 2 * second;
  return (
    (imageSize - 2) ** 2 * first * FILTER_AREA * channels +
    (imageSize - 4) ** 2 * second * FILTER_AREA * first +
    (features + classCount) * PAPER_HIDDEN_UNITS
  );
}

/** Training takes a forward pass and two backward ones of the same size: to the weights and to the inputs. */
const PASSES_OF_TRAINING = 3;

export interface TrainingCost {
  /** Every image counts once for each time it is trained on or predicted. */
  readonly imageSteps: number;
  readonly multiplyAdds: number;
}

/** What the plan takes for all folds together; a fold that is repeated after a collapse takes more. */
export function trainingCost(
  plan: TrainingPlan,
  { imageCount, classCount }: { readonly imageCount: number; readonly classCount: number },
): TrainingCost {
  const { folds, models, epochs } = plan;
  const share = plan.epochShare ?? 1;
  const trained = share * models * imageCount * (folds === 1 ? 1 : (folds - 1) / folds);
  const predicted = plan.predictions === 'held-out' ? imageCount : imageCount * models;
  const passes = PASSES_OF_TRAINING * trained * epochs + predicted * averagedEpochs(epochs);
  return {
    imageSteps: foldImageSteps(trained, predicted, epochs),
    multiplyAdds: passes * multiplyAddsPerImage(plan, classCount),
  };
}
