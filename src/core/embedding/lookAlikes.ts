import { nearestOfRange, type SeeSimilarities } from './classCloseness';

/** Pairs of N images by `smaller × N + larger`, each with how alike it is: the ratio. */
export type PairRatios = ReadonlyMap<number, number>;

/** Pairs of images that are much more alike than either is to others. */
export interface LookAlikes {
  readonly see: SeeSimilarities;
  /** Adds what was seen elsewhere. */
  readonly add: (ratios: PairRatios) => void;
  readonly ratios: PairRatios;
  /** Each pair once, the smaller index first; the most alike first. */
  readonly pairs: () => readonly (readonly [number, number])[];
}

/** An image may look like so many others; the next one tells how far others are. */
const MOST_ALIKE = 3;
/**
 * A look-alike is no further away than this share of the squared distance of the others (the ratio test of Lowe, "Distinctive
 * image features from scale-invariant keypoints", 2004): pictures of one kind may all be near each other.
 */
const MOST_RATIO = 0.7;
/** To compare the pixels of a pair takes some milliseconds. */
const MOST_PAIRS = 2000;

/** Collects the look-alikes among N images; none where there are too many to compare each with each. */
export function createLookAlikes(imageCount: number, mostPairs = MOST_PAIRS): LookAlikes {
  const ratios = new Map<number, number>();
  const note = (pair: number, ratio: number) => {
    ratios.set(pair, Math.min(ratio, ratios.get(pair) ?? Infinity));
  };
  return {
    ratios,
    add: (others) => {
      for (const [pair, ratio] of others) note(pair, ratio);
    },
    see(similarities, row) {
      const { image } = row;
      const { images } = similarities.candidates;
      if (images.length < imageCount) return;
      const count = MOST_ALIKE + 1;
      const nearest = nearestOfRange(similarities, row, { from: 0, to: imageCount, count });
      if (nearest.size < count) return;
      // Ascending: the first is the furthest of them.
      const usual = 1 - nearest.values[0]!;
      for (let place = 1; place < count; place++) {
        const ratio = usual > 0 ? (1 - nearest.values[place]!) / usual : 1;
        if (ratio > MOST_RATIO) continue;
        const other = images[nearest.owners[place]!]!;
        note(Math.min(image, other) * imageCount + Math.max(image, other), ratio);
      }
    },
    pairs: () =>
      [...ratios]
        .sort(([pair, ratio], [otherPair, otherRatio]) => ratio - otherRatio || pair - otherPair)
        .slice(0, mostPairs)
        .map(([pair]) => [Math.floor(pair / imageCount), pair % imageCount] as const),
  };
}
