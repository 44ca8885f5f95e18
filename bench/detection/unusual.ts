/**
 * `npm run bench:unusual [-- --cases NAME,… --preset balanced --seed 1]`: datasets at the edges of what people have (very
 * many or few classes, few images, imbalance, colour), drawn with a tenth of the labels wrong, scanned with the built
 * command line. Prints a table; shows collapse, and classes that are suspected for being rare. Needs a built `dist/`.
 */
import { parseArgs } from 'node:util';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';
import { drawnFolder } from '../drawnFolder';
import type { WaveRequest } from '../drawWaves';
import { evaluateRun } from './evaluateRun';
import { scanFolder } from '../scanFolder';
import { printHead } from '../tableHead';
import { wordKept } from '../../src/core/words/message';

const equal = (classes: number, each: number) => Array<number>(classes).fill(each);

const CASES: Readonly<Record<string, Omit<WaveRequest, 'seed'>>> = {
  '2 classes': { classSizes: equal(2, 1000), size: 28, channels: 1 },
  '100 classes': { classSizes: equal(100, 50), size: 28, channels: 1 },
  '1000 classes': { classSizes: equal(1000, 10), size: 28, channels: 1 },
  // From 1000 down to 20 in equal ratios.
  'imbalance 50 to 1': {
    classSizes: equal(10, 1000).map((most, label) => Math.round(most * 50 ** (-label / 9))),
    size: 28,
    channels: 1,
  },
  '5 images a class': { classSizes: equal(100, 5), size: 28, channels: 1 },
  '300 images': { classSizes: equal(10, 30), size: 28, channels: 1 },
  '64 x 64 colour': { classSizes: equal(10, 150), size: 64, channels: 3 },
};
const ERROR_RATE = 0.1;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: Object.keys(CASES).join(',') },
      preset: { type: 'string', default: 'balanced' },
      seed: { type: 'string', default: '1' },
    },
  });
  printHead(
    'case | images | errors | flagged | precision | recall | F1 | F1 at best cut | AP | AUROC | total s | warnings',
  );
  for (const name of values.cases.split(',')) {
    const request = CASES[name];
    if (request === undefined)
      throw new ScriptError(`There is no case "${name}"; there are ${Object.keys(CASES).join(', ')}.`);
    console.log(await measure(name, { ...request, seed: Number(values.seed) }, values.preset));
  }
  return 0;
}

async function measure(name: string, request: WaveRequest, preset: string): Promise<string> {
  const folder = await drawnFolder(name, request, ERROR_RATE);
  const { run, evaluation } = await evaluateRun(await scanFolder(folder, ['--preset', preset]));
  const { precision, recall, f1, bestF1, averagePrecision, areaUnderRoc } = evaluation;
  const shares = [precision, recall, f1, bestF1, averagePrecision, areaUnderRoc].map((share) =>
    share.toFixed(3),
  );
  const counts = [evaluation.images, evaluation.errors, evaluation.flagged];
  const cells = [name, ...counts, ...shares, run.seconds.total.toFixed(0), run.warnings.length];
  for (const warning of run.warnings) console.error(`${name}: ${wordKept(warning)}`);
  return `| ${cells.join(' | ')} |`;
}

runMain(main);
