import type { PredProbs } from '../confidentLearning/predProbs';
import { calibrateQuality } from './calibrateQuality';
import { labelPosterior, type LabelPosterior } from './labelPosterior';
import { fitNoiseModel, fitSharpness, type NoiseModel } from './noiseModel';

/** Predictions by models that have not seen the image: row i is about image `images[i]`. */
export interface HeldOutPredictions {
  readonly images: Int32Array;
  /** M×K, row-major. */
  readonly predProbs: PredProbs['data'];
}

export interface LabelJudgement extends LabelPosterior {
  /** Orders the images as `labelQuality` does, without its ties. */
  readonly ranking: Float64Array;
  readonly noiseModel: NoiseModel;
}

/**
 * How likely each label is right. Without held-out predictions, `predProbs` are taken to be such. Otherwise they are
 * means over models that have mostly seen the image: they order the labels better, as they use all the data, but are
 * too sure; so the held-out ones decide the noise model and the level of the probabilities. `labels` are class indices,
 * one for each row of `predProbs`.
 */
export function judgeLabels(
  labels: Int32Array,
  predProbs: PredProbs,
  heldOut?: HeldOutPredictions,
): LabelJudgement {
  if (heldOut === undefined) {
    const noiseModel = fitNoiseModel(labels, predProbs);
    const posterior = labelPosterior(labels, predProbs, noiseModel);
    return { ...posterior, ranking: posterior.labelQuality, noiseModel };
  }
  const { images } = heldOut;
  const unseen = { data: heldOut.predProbs, rows: images.length, columns: predProbs.columns };
  const unseenLabels = images.map((image) => labels[image]!);
  const noiseModel = fitNoiseModel(unseenLabels, unseen);
  const unseenQuality = labelPosterior(unseenLabels, unseen, noiseModel).labelQuality;
  const posterior = labelPosterior(labels, predProbs, fitSharpness(labels, predProbs, noiseModel.transition));
  return {
    ...posterior,
    labelQuality: calibrateQuality(posterior.labelQuality, images, unseenQuality),
    ranking: posterior.labelQuality,
    noiseModel,
  };
}
