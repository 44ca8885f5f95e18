import type { ClassCloseness } from './classCloseness';

/** Which of N images show none of the classes. */
export interface OffTopicImages {
  /** 0 to 1: 1 where an image surely shows none of the classes, at least .5 where it is flagged. */
  readonly scores: Float64Array;
  /** 1 for flagged images. */
  readonly flags: Uint8Array;
  readonly closeness: ClassCloseness;
  /** By class: the closeness to it that is usual for the images closest to it. */
  readonly usual: readonly UsualCloseness[];
}

/** What all but the least and the most close 5% lie between; NaN for a class that is closest to no image. */
export interface UsualCloseness {
  readonly low: number;
  readonly high: number;
}

/** Fewer images show nothing usual. */
const LEAST_IMAGES = 50;
/**
 * The middle of a class may lie so many deviations off the middle of all. What it lies further off, its images do, too, once
 * there are many more than `FEW_OF_CLASS`: a class of very different images is not one of images that show nothing.
 */
const USUAL_SHIFT = 0.75;
const FEW_OF_CLASS = 20;
/** In normal spreads one image in 80 is as far from the classes; nothing nearer is flagged. */
const LEAST_DEVIATION = 2.25;
/** Flagged images outnumber those that are as unusually close as they are far by so much. */
const OUTNUMBER = 5;
/** From here on a single image is enough: normal spreads have one in 4,000 there. */
const SURE_DEVIATION = 3.5;
/** How fast the score rises around the cut. */
const STEEPNESS = 2;
/** Turns a median absolute deviation into the standard deviation of a normal spread. */
const TO_STANDARD_DEVIATION = 1.4826;
const USUAL = { low: 0.05, high: 0.95 };

/**
 * Judges how far images are from the class that they are closest to, as the straight line between points on the sphere,
 * √(2 − 2·closeness), which spreads nearly normally. Deviations are robust: from the median, by the median absolute
 * deviation. The cut is where the far tail stands out from the near one: in an even spread there are as many images on
 * both sides, and next to nothing is flagged.
 */
export function findOffTopic(closeness: ClassCloseness, classCount: number): OffTopicImages {
  const deviations = farDeviations(closeness, classCount);
  const cut = farCut(deviations);
  const scores = Float64Array.from(deviations, (deviation) =>
    Number.isNaN(deviation) ? 0 : 1 / (1 + Math.exp(-STEEPNESS * (deviation - cut))),
  );
  return {
    scores,
    flags: Uint8Array.from(deviations, (deviation) => Number(deviation >= cut)),
    closeness,
    usual: usualCloseness(closeness, classCount),
  };
}

/** NaN for images that cannot be judged. */
function farDeviations({ own, best, closest }: ClassCloseness, classCount: number): Float64Array {
  const deviations = deviationsOf(
    Float64Array.from(best, (value, image) =>
      Number.isNaN(own[image]!) ? NaN : Math.sqrt(Math.max(0, 2 - 2 * value)),
    ),
  );
  const shifts = byClass(deviations, closest, classCount).map((ofClass) => {
    if (ofClass.length === 0) return 0;
    const middle = quantile(ofClass, 0.5);
    const excess = Math.sign(middle) * Math.max(0, Math.abs(middle) - USUAL_SHIFT);
    return (excess * ofClass.length) / (ofClass.length + FEW_OF_CLASS);
  });
  return deviationsOf(deviations.map((deviation, image) => deviation - (shifts[closest[image]!] ?? 0)));
}

/** From the median, in robust standard deviations; all NaN where that says nothing. */
function deviationsOf(values: Float64Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const middle = quantile(known, 0.5);
  const spread = TO_STANDARD_DEVIATION * quantile(known.map((value) => Math.abs(value - middle)).sort(), 0.5);
  const isKnown = known.length >= LEAST_IMAGES && spread > 0;
  return values.map((value) => (isKnown ? (value - middle) / spread : NaN));
}

/** The smallest deviation from which on images are flagged; greater than all where none is. */
function farCut(deviations: Float64Array): number {
  const judged = deviations.filter((deviation) => !Number.isNaN(deviation)).sort();
  let near = judged.findLastIndex((deviation) => deviation <= -LEAST_DEVIATION) + 1;
  let first = judged.findIndex((deviation) => deviation >= LEAST_DEVIATION);
  for (; first >= 0 && first < judged.length; first++) {
    const cut = judged[first]!;
    while (near > 0 && judged[near - 1]! > -cut) near--;
    const chance = cut >= SURE_DEVIATION ? near : near + 1;
    if (judged.length - first >= OUTNUMBER * chance) return cut;
  }
  return Math.max(LEAST_DEVIATION, judged.at(-1) ?? 0) + 1 / STEEPNESS;
}

function usualCloseness({ best, closest }: ClassCloseness, classCount: number): UsualCloseness[] {
  return byClass(best, closest, classCount).map((values) => ({
    low: quantile(values, USUAL.low),
    high: quantile(values, USUAL.high),
  }));
}

/** The values of the images closest to each class, ascending. */
function byClass(values: ArrayLike<number>, closest: Int32Array, classCount: number): Float64Array[] {
  const found = Array.from({ length: classCount }, (): number[] => []);
  closest.forEach((label, image) => {
    const value = values[image]!;
    if (label >= 0 && !Number.isNaN(value)) found[label]!.push(value);
  });
  return found.map((ofClass) => Float64Array.from(ofClass).sort());
}

/** The value with a share of the others below it; NaN without values. */
function quantile(ascending: Float64Array, share01: number): number {
  if (ascending.length === 0) return NaN;
  const place = share01 * (ascending.length - 1);
  const below = ascending[Math.floor(place)]!;
  const above = ascending[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}
