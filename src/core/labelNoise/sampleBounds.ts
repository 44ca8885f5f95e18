/** What a simple random sample has shown: `sampled` of `population` things were looked at. */
export interface SampledCount {
  readonly population: number;
  readonly sampled: number;
  /** How many of them have what is counted: at least, … */
  readonly least: number;
  /** … and at most, where of some it could not be told. */
  readonly most: number;
}

/** What is left out at each end of an interval of 95%; less where several are to hold together. */
const TAIL = 0.025;
/** Terms of a sum that are smaller than this share of the greatest change nothing. */
const NEGLIGIBLE = 1e-18;

/**
 * Bounds of 95% for how many of all have it: those numbers that the sample does not contradict, at 2.5% on either side. Exact, as
 * those of Clopper and Pearson (Biometrika 26, 1934), for a population that is not infinite: the hypergeometric distribution in
 * place of the binomial (Wright, "Exact confidence bounds when sampling from small finite universes", 1991). They hold
 * at least 95%, and a sample of all leaves no doubt.
 */
export function sampleBounds(
  { population, sampled, least, most }: SampledCount,
  tail = TAIL,
): { readonly low: number; readonly high: number } {
  // What was seen is there; so is what was seen not to have it.
  const fewest = least;
  const greatest = population - (sampled - most);
  const drawn = { population, sampled };
  return {
    low: firstOf(fewest, greatest, (having) => tails({ ...drawn, having }, least).upper > tail),
    high: firstOf(fewest, greatest, (having) => tails({ ...drawn, having: having + 1 }, most).lower <= tail),
  };
}

/** The first whole number of which something is true that is true of all after it, too; `to` where of none before. */
function firstOf(from: number, to: number, isTrue: (value: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Draw {
  readonly population: number;
  readonly sampled: number;
  /** How many of the population have it. */
  readonly having: number;
}

/** Probabilities that of those drawn at most (`lower`) and at least (`upper`) so many have it. */
function tails(draw: Draw, count: number): { readonly lower: number; readonly upper: number } {
  const { population, sampled, having } = draw;
  const fewest = Math.max(0, sampled + having - population);
  const greatest = Math.min(sampled, having);
  // From the most probable number outwards, each relative to that one: no factorials of large numbers.
  const usual = Math.floor(((sampled + 1) * (having + 1)) / (population + 2));
  const mode = Math.min(Math.max(usual, fewest), greatest);
  const sums = { below: 0, at: 0, above: 0 };
  const add = (at: number, term: number) => {
    sums[at < count ? 'below' : at > count ? 'above' : 'at'] += term;
  };
  add(mode, 1);
  for (let at = mode, term = 1; at < greatest && term > NEGLIGIBLE; at++)
    add(at + 1, (term *= ratioAfter(draw, at)));
  for (let at = mode, term = 1; at > fewest && term > NEGLIGIBLE; at--)
    add(at - 1, (term /= ratioAfter(draw, at - 1)));
  const all = sums.below + sums.at + sums.above;
  return { lower: (sums.below + sums.at) / all, upper: (sums.at + sums.above) / all };
}

/** How many times as probable it is that `count + 1` of those drawn have it as that `count` have. */
const ratioAfter = ({ population, sampled, having }: Draw, count: number): number =>
  ((having - count) * (sampled - count)) / ((count + 1) * (population - having - sampled + count + 1));
