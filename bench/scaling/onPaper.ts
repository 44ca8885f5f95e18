/**
 * `npm run bench:on-paper [-- --price 0.05 --classes 10]`: how long a search of 1, 10 and 100 million images takes on 2, 32 and 320
 * cores, calculated from `measured.ts`. Prints the tables of "On paper" in `docs/scaling.md`.
 */
import { parseArgs } from 'node:util';
import { runMain } from '../../scripts/runMain';
import { printHead } from '../tableHead';
import * as measured from './measured';

const CORES = [2, 32, 320] as const;
/** Images, and the datasets of the same size that they are searched as. */
const SEARCHES = [
  { images: 1e6, datasets: 1 },
  { images: 1e7, datasets: 1 },
  { images: 1e8, datasets: 10 },
] as const;
interface Search {
  readonly images: number;
  readonly datasets: number;
}

// As `divideIntoShards.ts`, `listTasks.ts`, `headPlan.ts`, `plan.ts` and `similarImages.ts` decide it.
const MOST_SHARDS = 2000;
const SHARD = { bytes: 64 * 2 ** 20, images: 2048 };
const PART = 96 * 2048;
const EPOCHS = 3;
const LARGEST_SET_OF_PIXELS = 2 ** 34;
const EDGES = { usual: 64, smallest: 28 };
const SHARE_TRAINED_ON = 19 / 20;
const MOST_MULTIPLICATIONS = 1.2e12;
const LEAST_OF_CLASS = 10;

/** The share of images that is suspect. */
const SUSPECTS = 0.01;

const STAGES = ['plan', 'shards', 'inputs, copies', 'head, closeness', 'merge'] as const;

function main(): number {
  const { values } = parseArgs({
    options: { price: { type: 'string', default: '0.05' }, classes: { type: 'string', default: '10' } },
  });
  const [price, classes] = [Number(values.price), Number(values.classes)];
  printWork(classes);
  printClock(price, classes);
  printMemory();
  return 0;
}

function printWork(classes: number): void {
  console.log(`\nTime on the processor of each kind of task.`);
  printHead('images | plan | shards | inputs | copies | head | closeness | merge | all');
  for (const search of SEARCHES) {
    const kinds = tasksOf(search, classes).map(({ count, seconds }) => count * seconds);
    const all = kinds.reduce((sum, seconds) => sum + seconds, 0);
    console.log(`| ${name(search)} | ${[...kinds, all].map(time).join(' | ')} |`);
  }
}

function printClock(price: number, classes: number): void {
  console.log(`\nTime by the clock, and cost at ${price} a core-hour.`);
  printHead(`images | cores | ${STAGES.join(' | ')} | all | times as fast as 2 | cost: used | cost: held`);
  for (const search of SEARCHES) {
    const slowest = clock(search, CORES[0], classes).all;
    for (const cores of CORES) {
      const { stages, all, used } = clock(search, cores, classes);
      const costs = [used, all * cores].map((seconds) => ((price * seconds) / 3600).toFixed(1));
      const cells = [...stages.map(time), time(all), (slowest / all).toFixed(1), ...costs];
      console.log(`| ${name(search)} | ${cores} | ${cells.join(' | ')} |`);
    }
  }
}

function printMemory(): void {
  console.log(`\nMemory of the largest tasks in GB, of one dataset; bytes in TB, of all.`);
  printHead('images | plan | inputs | copies | head | merge | image files read | written | read again');
  for (const search of SEARCHES) {
    const images = search.images / search.datasets;
    const memory = (['plan', 'inputs', 'copies', 'head', 'merge'] as const).map((kind) =>
      ((measured.LEAST_MEMORY + images * measured.MEMORY[kind]) / 1e9).toFixed(1),
    );
    console.log(`| ${name(search)} | ${[...memory, ...bytesOf(search)].join(' | ')} |`);
  }
}

/** With two digits, in minutes or hours. */
function time(seconds: number): string {
  const [value, unit] = seconds < 3600 ? [seconds / 60, 'min'] : [seconds / 3600, 'h'];
  return `${Number(value.toPrecision(2))} ${unit}`;
}

const name = ({ images, datasets }: Search): string =>
  `${images / 1e6} million${datasets === 1 ? '' : ` in ${datasets} datasets`}`;

interface Tasks {
  readonly stage: (typeof STAGES)[number];
  readonly count: number;
  /** On the processor, of each. */
  readonly seconds: number;
}

function tasksOf({ images: all, datasets }: Search, classes: number): readonly Tasks[] {
  const { SECONDS } = measured;
  const images = all / datasets;
  const wanted = Math.max((images * measured.FILE_BYTES) / SHARD.bytes, images / SHARD.images);
  const shards = Math.min(Math.ceil(wanted), MOST_SHARDS);
  const parts = Math.ceil(images / PART);
  const steps = images * (EPOCHS * SHARE_TRAINED_ON + 1 / 3);
  const compared = SECONDS.closeness + SECONDS.candidate * candidatesOf(images, classes);
  const each = (stage: Tasks['stage'], seconds: number, count = 1): Tasks => ({
    stage,
    count: datasets * count,
    seconds: seconds / count,
  });
  return [
    each('plan', images * SECONDS.plan),
    each('shards', images * SECONDS.shard, shards),
    each('inputs, copies', images * SECONDS.inputs),
    each('inputs, copies', images * SECONDS.copies),
    each('head, closeness', steps * SECONDS.headStep),
    each('head, closeness', images * compared, parts),
    each('merge', images * (SECONDS.merge + SUSPECTS * SECONDS.thumbnail)),
  ];
}

/** How many images each is compared with. */
function candidatesOf(images: number, classes: number): number {
  const byTime = MOST_MULTIPLICATIONS / (measured.EMBEDDING_BYTES * images);
  return Math.min(Math.max(byTime, classes * LEAST_OF_CLASS), images);
}

/** One stage after the other; in a stage each core takes the longest task that is left. */
function clock(search: Search, cores: number, classes: number) {
  const tasks = tasksOf(search, classes);
  const stages = STAGES.map((stage) => {
    const seconds = tasks
      .filter((some) => some.stage === stage)
      .flatMap((some) => Array.from({ length: some.count }, () => some.seconds))
      .sort((a, b) => b - a);
    const busy = new Float64Array(cores);
    for (const task of seconds) busy[busy.indexOf(Math.min(...busy))]! += task;
    return Math.max(...busy);
  });
  const used = tasks.reduce((sum, { count, seconds }) => sum + count * seconds, 0);
  return { stages, all: stages.reduce((sum, seconds) => sum + seconds, 0), used };
}

function bytesOf({ images, datasets }: Search): readonly string[] {
  const { FILE_BYTES, EMBEDDING_BYTES, FACT_BYTES } = measured;
  const usual = 3 * EDGES.usual ** 2;
  const pixels = (images / datasets) * usual <= LARGEST_SET_OF_PIXELS ? usual : 3 * EDGES.smallest ** 2;
  // A shard writes the embedding, and merge a copy of it.
  const written = 2 * EMBEDDING_BYTES + pixels + FACT_BYTES;
  // The head sees each embedding in every epoch and once more, closeness and merge once; inputs, copies and merge read the facts.
  const again = EMBEDDING_BYTES * (EPOCHS * SHARE_TRAINED_ON + 3) + 3 * FACT_BYTES;
  return [FILE_BYTES, written, again].map((bytes) => ((images * bytes) / 1e12).toPrecision(2));
}

runMain(() => Promise.resolve().then(main));
