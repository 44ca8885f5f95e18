import { nearestOfRange, type SeeSimilarities } from './classCloseness';

/** Pairs of images that are much more alike than either is to others. */
export interface LookAlikes {
  readonly see: SeeSimilarities;
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
  /** By pair, how alike it is: the ratio. */
  const ratios = new Map<number, number>();
  return {
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
        const pair = Math.min(image, other) * imageCount + Math.max(image, other);
        ratios.set(pair, Math.min(ratio, ratios.get(pair) ?? Infinity));
      }
    },
    pairs: () =>
      [...ratios]
        .sort(([pair, ratio], [otherPair, otherRatio]) => ratio - otherRatio || pair - otherPair)
        .slice(0, mostPairs)
        .map(([pair]) => [Math.floor(pair / imageCount), pair % imageCount] as const),
  };
}
