/**
 * `npm run bench:pixels [-- --count 4000 --rounds 5]`: the same training on colour images of 64×64 in memory and in a file, in
 * turns, and how long reading an image takes. Prints a table.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../scripts/buildExtension';
import { REPO_ROOT } from '../scripts/repoPaths';
import { runMain } from '../scripts/runMain';
import { bytesPerImage } from '../src/core/dataset/pixels/bytesPerImage';
import type { PixelSource, PixelStore } from '../src/core/dataset/dataset';
import { createRng } from '../src/core/rng';
import { runSteps } from '../src/core/steps';
import { crossValidate } from '../src/ml/train/crossValidate';
import { createThreadSchedule } from '../src/ml/train/threadSchedule';
import { planTraining } from '../src/ml/plan/plan';
import { openPixels } from '../src/files/pixels/openPixels';
import { median } from './median';
import { printHead } from './tableHead';

const SHAPE = { height: 64, width: 64, channels: 3 } as const;
const CLASS_COUNT = 10;
const DIST = path.join(REPO_ROOT, 'dist');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { count: { type: 'string', default: '4000' }, rounds: { type: 'string', default: '5' } },
  });
  const count = Number(values.count);
  await buildExtension({ production: true });
  const folder = await mkdtemp(path.join(tmpdir(), 'label-review-pixels-'));
  try {
    const stores = await drawStores(count, path.join(folder, 'pixels.u8'));
    const figures = stores.map((store) => ({ kind: store.kind, readUs: [0], seconds: [0], cpuSeconds: [0] }));
    for (let round = 0; round < Number(values.rounds); round++)
      for (const [i, store] of stores.entries()) {
        const source: PixelSource = { ...SHAPE, count, store };
        figures[i]!.readUs[round] = measureReading(source);
        const training = await measureTraining(source);
        figures[i]!.seconds[round] = training.seconds;
        figures[i]!.cpuSeconds[round] = training.cpuSeconds;
      }
    printHead('pixels | µs to read an image | s to train and predict | CPU s');
    for (const { kind, readUs, seconds, cpuSeconds } of figures)
      console.log(
        `| ${kind} | ${[readUs, seconds, cpuSeconds].map((all) => median(all).toFixed(2)).join(' | ')} |`,
      );
    const ratios = figures[1]!.cpuSeconds.map((seconds, round) => seconds / figures[0]!.cpuSeconds[round]!);
    console.log(`CPU of the file relative to memory: ${ratios.map((ratio) => ratio.toFixed(3)).join(', ')}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return 0;
}

async function drawStores(count: number, file: string): Promise<readonly PixelStore[]> {
  const rng = createRng(1);
  const data = new Uint8Array(new SharedArrayBuffer(count * bytesPerImage(SHAPE)));
  for (let at = 0; at < data.length; at++)
    data[at] = rng.nextInt(128) + 12 * (Math.floor(at / bytesPerImage(SHAPE)) % CLASS_COUNT);
  await writeFile(file, data.slice());
  const places = Int32Array.from({ length: count }, (_, place) => place);
  return [
    { kind: 'memory', data },
    { kind: 'file', file, places },
  ];
}

/** In random order, as training reads. */
function measureReading(source: PixelSource): number {
  const pixels = openPixels(source);
  const order = Int32Array.from({ length: source.count }, (_, image) => image);
  createRng(2).shuffle(order);
  const bytes = new Uint8Array(bytesPerImage(source));
  const startMs = performance.now();
  for (const image of order) pixels.read(image, bytes);
  const readMs = performance.now() - startMs;
  pixels.close();
  return (1000 * readMs) / order.length;
}

async function measureTraining(images: PixelSource): Promise<{ seconds: number; cpuSeconds: number }> {
  const labels = Int32Array.from({ length: images.count }, (_, image) => image % CLASS_COUNT);
  const facts = {
    imageCount: images.count,
    classCount: CLASS_COUNT,
    smallestClass: images.count / CLASS_COUNT,
    medianImageSize: SHAPE,
    greyscale: false,
    cores: 1,
  };
  const plan = planTraining(facts, {
    preset: 'balanced',
    encoder: 'none',
    epochs: 1,
    models: 1,
    seed: 1,
    backend: 'wasm',
  });
  const speeds = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
  const log = () => undefined;
  const schedule = createThreadSchedule({
    foldWorkerFile: path.join(DIST, 'foldWorker.js'),
    wasmFolder: DIST,
    backend: 'wasm',
    speeds,
    log,
  });
  const startMs = performance.now();
  const before = process.cpuUsage();
  const run = crossValidate(
    { images, labels, classCount: CLASS_COUNT, plan },
    { schedule, log },
    new AbortController().signal,
  );
  await runSteps(run);
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - startMs) / 1000, cpuSeconds: (user + system) / 1e6 };
}

runMain(main);
