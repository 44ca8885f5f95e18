/**
 * `npm run bench:growth [-- --factors images,classes,size,cores]`: how time and memory of a scan grow with the number of
 * images, classes, pixels and cores, one factor at a time, on drawn images. Two models of three epochs each everywhere, so
 * that only the factor changes; left to itself, the program trains fewer epochs the more images there are. Needs a built
 * `dist/`.
 */
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { truthFileOf } from '../scripts/images/truth';
import { runMain } from '../scripts/runMain';
import { ScriptError } from '../scripts/scriptError';
import { drawnFolder } from './drawnFolder';
import { evaluateRun } from './detection/evaluateRun';
import { scanFolder } from './scanFolder';
import { printHead } from './tableHead';

interface Point {
  readonly images: number;
  readonly classes: number;
  readonly size: number;
  readonly channels: 1 | 3;
  readonly cores: number;
}

const MIDDLE: Point = { images: 4000, classes: 10, size: 28, channels: 1, cores: availableParallelism() };

const FACTORS: Readonly<Record<string, readonly Partial<Point>[]>> = {
  images: [1000, 2000, 4000, 8000, 16_000, 32_000].map((images) => ({ images })),
  classes: [2, 10, 100, 1000].map((classes) => ({ classes })),
  size: [28, 48, 64, 96].flatMap((size) => [
    { size, channels: 1 as const },
    { size, channels: 3 as const },
  ]),
  // Beyond a core for each model, several train each model together.
  cores: [1, 2, 4, 8, 16].filter((cores) => cores <= availableParallelism()).map((cores) => ({ cores })),
};

const TRAINING = ['--models', '2', '--epochs', '3'];
const [ERROR_RATE, SEED] = [0.1, 1];

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { factors: { type: 'string', default: Object.keys(FACTORS).join(',') } },
  });
  printHead(
    'factor | images | classes | size | cores | decode s | train s | total s | µs an image-step | peak MB | F1',
  );
  for (const factor of values.factors.split(',')) {
    const points = FACTORS[factor];
    if (points === undefined)
      throw new ScriptError(`There is no factor "${factor}"; there are ${Object.keys(FACTORS).join(', ')}.`);
    for (const point of points) console.log(await measure(factor, { ...MIDDLE, ...point }));
  }
  return 0;
}

async function measure(factor: string, point: Point): Promise<string> {
  const { images, classes, size, channels, cores } = point;
  const classSizes = Array.from({ length: classes }, () => Math.round(images / classes));
  const folder = await drawnFolder('growth', { classSizes, size, channels, seed: SEED }, ERROR_RATE);
  try {
    const flags = [...TRAINING, '--image-size', String(size), '--workers', String(cores)];
    const { run, evaluation, cost } = await evaluateRun(await scanFolder(folder, flags));
    const { decode, train, total } = run.seconds;
    const cells = [
      ...[factor, run.images, classes, `${size}×${size}×${channels}`, cores],
      ...[decode, train, total].map((seconds) => seconds.toFixed(1)),
      ((train / cost.imageSteps) * 1e6).toFixed(0),
      run.peakRssMb.toFixed(0),
      evaluation.f1.toFixed(3),
    ];
    return `| ${cells.join(' | ')} |`;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(truthFileOf(folder), { force: true });
  }
}

runMain(main);
