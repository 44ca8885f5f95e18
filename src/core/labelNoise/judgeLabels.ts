import type { PredProbs } from '../confidentLearning/predProbs';
import { selfConfidence } from '../confidentLearning/selfConfidence';
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
  /** The predicted probability of the given label: how likely it is right if all that is in doubt is ambiguous. */
  readonly selfConfidence: Float64Array;
  readonly noiseModel: NoiseModel;
}

/**
 * The share of images whose picture leaves open what it shows. The noise model has no such images: to it, a label that the
 * predictions doubt a little is nearly always right. Labels and predictions do not tell the share, since a network doubts
 * what it has not learnt just as it doubts what is ambiguous. Labels given by people speak for 0.1 to 0.6, random errors
 * for 0.
 */
export const AMBIGUOUS_SHARE = 0.15;

/**
 * How likely each label is right: by the noise model, or, where the picture is ambiguous and the label therefore no
 * evidence of its own, as likely as predicted. Without held-out predictions, `predProbs` are taken to be such. Otherwise
 * they are means over models that have mostly seen the image: they order the labels better, as they use all the data, but
 * are too sure; so the held-out ones decide the noise model and the level of its probabilities. `labels` are class
 * indices, one for each row of `predProbs`.
 */
export function judgeLabels(
  labels: Int32Array,
  predProbs: PredProbs,
  heldOut?: HeldOutPredictions,
): LabelJudgement {
  const confidence = selfConfidence(labels, predProbs);
  if (heldOut === undefined) {
    const noiseModel = fitNoiseModel(labels, predProbs);
    const posterior = labelPosterior(labels, predProbs, noiseModel);
    const labelQuality = allowForAmbiguity(posterior.labelQuality, confidence);
    return { ...posterior, labelQuality, ranking: labelQuality, selfConfidence: confidence, noiseModel };
  }
  const { images } = heldOut;
  const unseen = { data: heldOut.predProbs, rows: images.length, columns: predProbs.columns };
  const unseenLabels = images.map((image) => labels[image]!);
  const noiseModel = fitNoiseModel(unseenLabels, unseen);
  const unseenQuality = allowForAmbiguity(
    labelPosterior(unseenLabels, unseen, noiseModel).labelQuality,
    Float64Array.from(images, (image) => confidence[image]!),
  );
  const posterior = labelPosterior(labels, predProbs, fitSharpness(labels, predProbs, noiseModel.transition));
  const ranking = allowForAmbiguity(posterior.labelQuality, confidence);
  return {
    ...posterior,
    labelQuality: calibrateQuality(ranking, images, unseenQuality),
    ranking,
    selfConfidence: confidence,
    noiseModel,
  };
}

/** The mean of both views of an image, weighted by how often each is taken to hold. */
function allowForAmbiguity(quality: Float64Array, confidence: Float64Array): Float64Array {
  return quality.map((value, image) => (1 - AMBIGUOUS_SHARE) * value + AMBIGUOUS_SHARE * confidence[image]!);
}
