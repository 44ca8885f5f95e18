/**
 * `npm run bench:memory [-- --sizes 25000,50000,100000 --epochs 2 --more-epochs 8 --images-per-epoch 5000 --seed 1
 * --edge 64 --channels 3]`: the most memory that the trainer takes, its threads and processes together, on drawn images. A model sees only
 * a part of the images in each epoch, so that the largest takes minutes; all images are decoded, kept, predicted and judged.
 * The smallest size is also trained for `--more-epochs`, unless that is 0. Linux only. Prints a table.
 */
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { STORE_FOLDER } from '../../src/core/names';
import { buildExtension } from '../../scripts/buildExtension';
import { OUT_DIR, REPO_ROOT } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';
import { drawnImages } from './drawnImages';
import { totalMemory } from '../processes/processMemory';
import { processTree } from '../processes/processTree';
import { printHead } from '../tableHead';

const DIST = path.join(REPO_ROOT, 'dist');
const SAMPLE_MS = 250;

interface Job {
  readonly size: number;
  readonly epochs: number;
  readonly imagesPerEpoch: number;
}

interface Peaks {
  /** Proportional resident bytes at most, by phase in the order in which they came. */
  readonly byPhase: ReadonlyMap<string, number>;
  readonly seconds: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '25000,50000,100000' },
      epochs: { type: 'string', default: '2' },
      'more-epochs': { type: 'string', default: '8' },
      'images-per-epoch': { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      edge: { type: 'string', default: '64' },
      channels: { type: 'string', default: '3' },
    },
  });
  const sizes = values.sizes.split(',').map(Number);
  const imagesPerEpoch = Number(values['images-per-epoch']);
  const jobs: Job[] = sizes.map((size) => ({ size, epochs: Number(values.epochs), imagesPerEpoch }));
  const moreEpochs = Number(values['more-epochs']);
  if (moreEpochs > 0) jobs.splice(1, 0, { size: Math.min(...sizes), epochs: moreEpochs, imagesPerEpoch });
  const drawn = {
    edge: Number(values.edge),
    channels: values.channels === '1' ? 1 : 3,
    seed: Number(values.seed),
  } as const;
  await buildExtension({ production: true });
  const program = await bundleScan();
  console.log('Most memory in GB, by phase; the target is 1.5 for 100,000 images.');
  printHead('images | epochs | pixels alone | peak | by phase | s');
  for (const job of jobs) {
    const folder = await drawnImages({ ...drawn, count: job.size });
    const { byPhase, seconds } = await measure(program, folder, job);
    const phases = [...byPhase].map(([phase, bytes]) => `${phase} ${gigabytes(bytes)}`).join(', ');
    const pixels = gigabytes(job.size * drawn.edge ** 2 * drawn.channels);
    const peak = gigabytes(Math.max(...byPhase.values()));
    console.log(`| ${job.size} | ${job.epochs} | ${pixels} | ${peak} | ${phases} | ${seconds.toFixed(0)} |`);
  }
  return 0;
}

const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(2);

/** As one file, so that the process has nothing in memory but what the trainer has. */
async function bundleScan(): Promise<string> {
  const outfile = path.join(OUT_DIR, 'bench-memory', 'scan.js');
  await esbuild.build({
    absWorkingDir: REPO_ROOT,
    entryPoints: [path.join('bench', 'memory', 'scan.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['sharp', '@tensorflow/tfjs-node'],
    logLevel: 'warning',
  });
  return outfile;
}

async function measure(program: string, folder: string, { epochs, imagesPerEpoch }: Job): Promise<Peaks> {
  await rm(path.join(folder, STORE_FOLDER), { recursive: true, force: true });
  const startMs = performance.now();
  const child = spawn(process.execPath, [program, DIST, folder, String(epochs), String(imagesPerEpoch)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let phase = 'start';
  child.stdout.on('data', (chunk: Buffer) => {
    phase = chunk.toString().trim().split('\n').at(-1) ?? phase;
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const byPhase = new Map<string, number>();
  for (let state = 'running'; state === 'running' && child.pid !== undefined;) {
    const tree = await processTree(child.pid);
    const { proportional } = await totalMemory(tree.map(({ pid }) => pid));
    byPhase.set(phase, Math.max(byPhase.get(phase) ?? 0, proportional));
    state = await Promise.race([
      ended.then(() => 'ended'),
      new Promise<string>((resolve) => setTimeout(() => resolve('running'), SAMPLE_MS)),
    ]);
  }
  if ((await ended) !== 0) throw new ScriptError(`The scan of ${folder} failed.`);
  return { byPhase, seconds: (performance.now() - startMs) / 1000 };
}

runMain(main);
