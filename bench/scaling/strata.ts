/**
 * `npm run bench:strata [-- --sample 10000 --rounds 2000 --seed 1]`: how many of 100 million labels are wrong, estimated from a sample
 * that is drawn anew in every round: from all images alike, from strata of the run's quality in proportion or by Neyman's
 * allocation; and how often two intervals of 95% hold the true number. Prints a table; `docs/scaling.md` explains it.
 */
import { parseArgs } from 'node:util';
import { runMain } from '../../scripts/runMain';
import { sampleBounds } from '../../src/core/labelNoise/sampleBounds';
import { createRng, type Rng } from '../../src/core/rng';
import { printHead } from '../tableHead';

interface Stratum {
  readonly name: string;
  readonly images: number;
  /** The share that is wrong, … */
  readonly wrong: number;
  /** … and what the run says of it, by which the sample is divided. */
  readonly expected: number;
}

/** A run that is somewhat too sure of its suspects. */
const STRATA: readonly Stratum[] = [
  { name: 'quality < .05', images: 400_000, wrong: 0.9, expected: 0.97 },
  { name: '.05 to .2', images: 300_000, wrong: 0.6, expected: 0.88 },
  { name: '.2 to .5', images: 300_000, wrong: 0.3, expected: 0.65 },
  { name: '.5 to .9, not suspect', images: 2_000_000, wrong: 0.05, expected: 0.15 },
  { name: '.9 and more', images: 97_000_000, wrong: 0.001, expected: 0.003 },
];
const SUSPECT_STRATA = 3;
const LEAST_OF_STRATUM = 100;

interface Interval {
  readonly low: number;
  readonly high: number;
}

interface Looked extends Stratum {
  readonly sampled: number;
  readonly found: number;
}

function main(): number {
  const { values } = parseArgs({
    options: {
      sample: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const [sample, rounds] = [Number(values.sample), Number(values.rounds)];
  const suspects = STRATA.slice(0, SUSPECT_STRATA);
  const images = imagesIn(STRATA);
  const everything = [{ name: 'all', images, wrong: wrongIn(STRATA) / images, expected: 0 }];
  printHead(
    'drawn from | images looked at | wrong | standard error | held by ± 1.96 | held by exact bounds | their width, mean',
  );
  for (const [name, strata, sizes] of [
    ['all images alike', everything, [sample]],
    ['strata, in proportion', STRATA, inProportion(STRATA, sample)],
    ['strata, Neyman', STRATA, neyman(STRATA, sample)],
    ['suspects alone, Neyman', suspects, neyman(suspects, sample)],
  ] as const)
    console.log(`| ${name} | ${simulate(strata, sizes, { rounds, rng: createRng(Number(values.seed)) })} |`);
  return 0;
}

const imagesIn = (strata: readonly Stratum[]): number => strata.reduce((sum, { images }) => sum + images, 0);
const wrongIn = (strata: readonly Stratum[]): number =>
  strata.reduce((sum, { images, wrong }) => sum + images * wrong, 0);

const inProportion = (strata: readonly Stratum[], sample: number): readonly number[] =>
  strata.map(({ images }) => Math.max(Math.round((sample * images) / imagesIn(strata)), LEAST_OF_STRATUM));

/** As many of a stratum as it is large and uncertain (Neyman 1934; Cochran, "Sampling techniques", 1977, 5.5), by what the run expects. */
function neyman(strata: readonly Stratum[], sample: number): readonly number[] {
  const weights = strata.map(({ images, expected }) => images * Math.sqrt(expected * (1 - expected)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.max(Math.round((sample * weight) / total), LEAST_OF_STRATUM));
}

function simulate(
  strata: readonly Stratum[],
  sizes: readonly number[],
  { rounds, rng }: { readonly rounds: number; readonly rng: Rng },
): string {
  const truth = wrongIn(strata);
  let [held, heldExactly, width, squares] = [0, 0, 0, 0];
  for (let round = 0; round < rounds; round++) {
    const looked = strata.map((stratum, i): Looked => {
      const sampled = sizes[i]!;
      return { ...stratum, sampled, found: draw(stratum, sampled, rng) };
    });
    const usual = estimate(looked);
    const exact = exactBounds(looked);
    const holds = ({ low, high }: Interval) => Number(low <= truth && truth <= high);
    held += holds(usual);
    heldExactly += holds(exact);
    width += exact.high - exact.low;
    squares += ((usual.low + usual.high) / 2 - truth) ** 2;
  }
  const count = (value: number) => Math.round(value).toLocaleString('en');
  const share = (value: number) => `${((100 * value) / rounds).toFixed(1)}%`;
  const sampled = sizes.reduce((sum, size) => sum + size, 0);
  return [
    ...[
      `${count(sampled)}: ${sizes.map(count).join(' + ')}`,
      count(truth),
      count(Math.sqrt(squares / rounds)),
    ],
    ...[share(held), share(heldExactly), count(width / rounds)],
  ].join(' | ');
}

/** How many are wrong of those drawn one after the other without putting back. */
function draw({ images, wrong }: Stratum, sampled: number, rng: Rng): number {
  const having = Math.round(images * wrong);
  let found = 0;
  for (let drawn = 0; drawn < sampled; drawn++) if (rng.next01() * (images - drawn) < having - found) found++;
  return found;
}

/** The stratified estimate ± 1.96 standard errors (Cochran 1977, 5.3 and 5.14, with the finite population correction). */
function estimate(looked: readonly Looked[]): Interval {
  let [errors, variance] = [0, 0];
  for (const { images, sampled, found } of looked) {
    const share = found / sampled;
    errors += images * share;
    variance += images ** 2 * (1 - sampled / images) * ((share * (1 - share)) / (sampled - 1));
  }
  const spread = 1.96 * Math.sqrt(variance);
  return { low: errors - spread, high: errors + spread };
}

/** Exact bounds of every stratum, together 95% (Bonferroni): never too narrow, where few errors are found, either. */
function exactBounds(looked: readonly Looked[]): Interval {
  const tail = 0.025 / looked.length;
  const bounds = looked.map(({ images: population, sampled, found }) =>
    sampleBounds({ population, sampled, least: found, most: found }, tail),
  );
  return {
    low: bounds.reduce((sum, { low }) => sum + low, 0),
    high: bounds.reduce((sum, { high }) => sum + high, 0),
  };
}

runMain(() => Promise.resolve().then(main));
