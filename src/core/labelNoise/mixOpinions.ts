import type { HeldOutPredictions } from './judgeLabels';

/** What one judge predicts for N images and K classes. */
export interface OpinionPredictions {
  /** N×K, row-major, NaN for images that it has not judged: means over models of which most have seen the image, where `heldOut` is given. */
  readonly predProbs: Float32Array | Float64Array;
  /** Absent: `predProbs` are of models that have not seen the image. */
  readonly heldOut?: HeldOutPredictions | undefined;
}

export interface MixedOpinions {
  /** N×K, row-major; a row sums to 1. */
  readonly predProbs: Float32Array;
  /** Of the images that both have judged held-out; absent where neither has any other prediction. */
  readonly heldOut?: HeldOutPredictions | undefined;
  /** Of each opinion: shares that sum to 1. */
  readonly weights: readonly [number, number];
  /** Of each opinion: share of the images whose given label is the most probable class, held out. */
  readonly agreements: readonly [number, number];
}

/** Probabilities below count as this: an opinion that is sure must not silence the other. */
const LEAST_PROBABILITY = 1e-4;
/** The prior: as many images on which both agree with every second label. */
const PRIOR_IMAGES = 50;
/** An opinion that was formed always counts for something. */
const LEAST_WEIGHT = 0.1;

/**
 * Two opinions in one: the mean of their log-probabilities, weighted. Weights are in proportion to the squared odds with which
 * the held-out predictions name the given label; the prior draws them to equal weights where images are few. Labels are class
 * indices. Two that agree as often make different mistakes, and the mix is ahead of both; one that is far behind adds little:
 * on flowers with planted errors (network .66, head .84 of the labels) average precision is .938 with equal weights, .949 with
 * odds, .952 with squared odds, and .952 for the head alone.
 */
export function mixOpinions(
  labels: Int32Array,
  opinions: readonly [OpinionPredictions, OpinionPredictions],
): MixedOpinions {
  const images = labels.length;
  const classes = opinions[0].predProbs.length / Math.max(images, 1);
  const unseen = opinions.map((opinion) => heldOutRows(opinion, images, classes));
  const both = Int32Array.from(labels.keys()).filter((image) =>
    unseen.every(({ rowOf }) => rowOf[image]! >= 0),
  );
  const agreements = unseen.map((of) => agreementOf(of, { labels, images: both, classes })) as [
    number,
    number,
  ]; // two
  const weights = weigh(agreements, both.length);
  const [one, other] = opinions;
  const [oneUnseen, otherUnseen] = unseen as [HeldOutRows, HeldOutRows]; // as above
  const mixed = new Float32Array(images * classes);
  for (let image = 0; image < images; image++)
    mixRow(weights, [one.predProbs, image * classes], [other.predProbs, image * classes], {
      into: mixed,
      at: image * classes,
      classes,
    });
  if (opinions.every(({ heldOut }) => heldOut === undefined))
    return { predProbs: mixed, weights, agreements };
  const rows = new Float32Array(both.length * classes);
  both.forEach((image, row) =>
    mixRow(
      weights,
      [oneUnseen.predProbs, oneUnseen.rowOf[image]! * classes],
      [otherUnseen.predProbs, otherUnseen.rowOf[image]! * classes],
      { into: rows, at: row * classes, classes },
    ),
  );
  return { predProbs: mixed, heldOut: { images: both, predProbs: rows }, weights, agreements };
}

/** Share of the images whose given label is the most probable class to models that have not seen them. */
export function heldOutAgreement(labels: Int32Array, opinion: OpinionPredictions): number {
  const classes = opinion.predProbs.length / Math.max(labels.length, 1);
  const rows = heldOutRows(opinion, labels.length, classes);
  const images = Int32Array.from(labels.keys()).filter((image) => rows.rowOf[image]! >= 0);
  return agreementOf(rows, { labels, images, classes });
}

interface HeldOutRows {
  readonly predProbs: Float32Array | Float64Array | readonly number[];
  /** Of each image; negative where it has none. */
  readonly rowOf: Int32Array;
}

function heldOutRows(
  { predProbs, heldOut }: OpinionPredictions,
  images: number,
  classes: number,
): HeldOutRows {
  if (heldOut === undefined || classes === 0)
    return {
      predProbs,
      rowOf: Int32Array.from({ length: images }, (_, image) =>
        Number.isNaN(predProbs[image * classes]) ? -1 : image,
      ),
    };
  const rowOf = new Int32Array(images).fill(-1);
  heldOut.images.forEach((image, row) => (rowOf[image] = row));
  return { predProbs: heldOut.predProbs, rowOf };
}

function agreementOf(
  { predProbs, rowOf }: HeldOutRows,
  {
    labels,
    images,
    classes,
  }: { readonly labels: Int32Array; readonly images: Int32Array; readonly classes: number },
): number {
  let agreeing = 0;
  for (const image of images) {
    const start = rowOf[image]! * classes;
    let best = 0;
    for (let k = 1; k < classes; k++) if (predProbs[start + k]! > predProbs[start + best]!) best = k;
    agreeing += Number(best === labels[image]);
  }
  return images.length === 0 ? 0 : agreeing / images.length;
}

function weigh(agreements: readonly [number, number], images: number): [number, number] {
  const odds = agreements.map((share) => {
    const drawn = (share * images + PRIOR_IMAGES / 2) / (images + PRIOR_IMAGES);
    return (drawn / (1 - drawn)) ** 2;
  });
  const first = odds[0]! / (odds[0]! + odds[1]!);
  const weight = Math.min(Math.max(first, LEAST_WEIGHT), 1 - LEAST_WEIGHT);
  return [weight, 1 - weight];
}

type Row = readonly [values: HeldOutRows['predProbs'], start: number];

interface Target {
  readonly into: Float32Array;
  readonly at: number;
  readonly classes: number;
}

/** Where one has not judged the image, the other decides. */
function mixRow(
  weights: readonly [number, number],
  [values, start]: Row,
  [others, otherStart]: Row,
  { into, at, classes }: Target,
): void {
  const [weight, otherWeight] = Number.isNaN(values[start])
    ? [0, 1]
    : Number.isNaN(others[otherStart])
      ? [1, 0]
      : weights;
  let total = 0;
  for (let k = 0; k < classes; k++) {
    const own = weight === 0 ? 0 : weight * Math.log(Math.max(values[start + k]!, LEAST_PROBABILITY));
    const other =
      otherWeight === 0 ? 0 : otherWeight * Math.log(Math.max(others[otherStart + k]!, LEAST_PROBABILITY));
    total += into[at + k] = Math.exp(own + other);
  }
  for (let k = 0; k < classes; k++) into[at + k]! /= total;
}
