/**
 * `npm run bench:mnist [-- --count 3000 --noise 0.1 --seed 1 --repeat 1]`: folder to ranked table, whole process, on MNIST written out
 * as PNG with planted uniform errors; held-out folds (the default) and the in-sample run (`--folds 1`) in turn.
 * Needs `../shared/data/mnist` and a built `dist/`. Prints a table.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { STORE_FOLDER } from '../src/core/names';
import { evaluateSuspects } from '../scripts/images/evaluateSuspects';
import { truthFileOf } from '../scripts/images/truth';
import { runCommand } from '../scripts/install/runCommand';
import { REPO_ROOT } from '../scripts/repoPaths';
import { runMain } from '../scripts/runMain';
import { createTemporaryFolder } from '../scripts/vscode/temporaryFolder';

const VARIANTS = { 'balanced (folds)': [], 'balanced, in-sample': ['--folds', '1'] } as const;

const runSchema = v.object({
  images: v.number(),
  folds: v.number(),
  epochs: v.number(),
  seconds: v.object({ train: v.number(), total: v.number() }),
  peakRssMb: v.number(),
});

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '3000' },
      noise: { type: 'string', default: '0.1' },
      seed: { type: 'string', default: '1' },
      repeat: { type: 'string', default: '1' },
    },
  });
  const temporary = await createTemporaryFolder('bench');
  const folder = path.join(temporary.path, 'mnist');
  try {
    const { count, noise, seed } = values;
    await runTsx('scripts/mnistFolder.ts', [
      '--count',
      count,
      '--noise',
      noise,
      '--seed',
      seed,
      '--out',
      folder,
    ]);
    console.log('| run | folds × epochs | precision | recall | F1 | AP | train s | total s | peak MB |');
    console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
    for (let round = 0; round < Number(values.repeat); round++)
      for (const [name, flags] of Object.entries(VARIANTS))
        console.log(await measure({ name, flags: [...flags, '--seed', seed], folder }));
    return 0;
  } finally {
    await temporary.remove();
  }
}

interface Variant {
  readonly name: string;
  readonly flags: readonly string[];
  readonly folder: string;
}

/** One scan without a cache, as a row of the table. */
async function measure({ name, flags, folder }: Variant): Promise<string> {
  await rm(path.join(folder, STORE_FOLDER), { recursive: true, force: true });
  const suspects = `${folder}.suspects.csv`;
  const printed = await runCommand({
    purpose: `Scanning ${name}`,
    file: process.execPath,
    args: [path.join(REPO_ROOT, 'dist', 'cli.js'), 'scan', folder, '--json', '--out', suspects, ...flags],
  });
  const json = printed.split('\n').find((line) => line.startsWith('{')) ?? '';
  const run = v.parse(v.pipe(v.string(), v.parseJson(), runSchema), json);
  const found = await evaluateSuspects(suspects, truthFileOf(folder));
  const shares = [found.precision, found.recall, found.f1, found.averagePrecision].map((x) => x.toFixed(4));
  const { train, total } = run.seconds;
  return `| ${name} | ${run.folds} × ${run.epochs} | ${shares.join(' | ')} | ${train.toFixed(0)} | ${total.toFixed(0)} | ${run.peakRssMb} |`;
}

async function runTsx(script: string, args: readonly string[]): Promise<void> {
  const tsx = path.join(REPO_ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  await runCommand({
    purpose: script,
    file: process.execPath,
    args: [tsx, path.join(REPO_ROOT, script), ...args],
  });
}

runMain(main);
