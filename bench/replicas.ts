/**
 * `npm run bench:replicas [-- --threads 1,2 --runs 5 --images 2000 --epochs 3]`: how much faster several threads train one
 * model than one thread does, on drawn images, and what that costs. The numbers of threads take turns; each run is a whole
 * training with its predictions, without the start of the threads. Needs a built `dist/`.
 */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runMain } from '../scripts/runMain';
import { REPO_ROOT } from '../scripts/repoPaths';
import { plantLabelErrors } from '../src/core/noise';
import type { TrainingPlan } from '../src/core/trainingPlan';
import { crossValidate } from '../src/ml/crossValidate';
import type { LearningTask } from '../src/ml/learner';
import { planTraining } from '../src/ml/plan';
import { drawWaves } from './drawWaves';
import { median } from './train/measureTraining';

const CLASSES = 10;
const SHAPES = [
  { network: 'compact', size: 28, channels: 1, batchSize: 32 },
  { network: 'compact', size: 28, channels: 1, batchSize: 64 },
  { network: 'compact', size: 64, channels: 3, batchSize: 32 },
  { network: 'paper', size: 28, channels: 1, batchSize: 64 },
] as const;
type Shape = (typeof SHAPES)[number];

interface Cost {
  readonly imagesPerSecond: number;
  readonly cpuSeconds: number;
  /** Share of the images whose planted error or right label the predictions see as what it is. */
  readonly accuracy: number;
}

async function main(): Promise<number> {
  const cores = availableParallelism();
  const { values } = parseArgs({
    options: {
      threads: { type: 'string', default: cores === 1 ? '1' : `1,${cores}` },
      runs: { type: 'string', default: '5' },
      images: { type: 'string', default: '2000' },
      epochs: { type: 'string', default: '3' },
    },
  });
  const counts = values.threads.split(',').map(Number);
  console.log(
    `Node ${process.versions.node}, ${cores} cores, ${values.images} images, ${values.runs} runs\n`,
  );
  console.log('| network | batch | threads | images/s | × one thread | × its CPU time | accuracy |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const shape of SHAPES) {
    const task = drawTask(shape, { images: Number(values.images), epochs: Number(values.epochs) });
    const costs = new Map<number, Cost[]>(counts.map((threads) => [threads, []]));
    for (let run = 0; run < Number(values.runs); run++)
      for (const threads of counts) costs.get(threads)!.push(await measure(task, threads));
    const [first] = costs.values();
    for (const [threads, ofThreads] of costs) console.log(rowOf(shape, threads, ofThreads, first!));
  }
  return 0;
}

function drawTask(
  { network, size, channels, batchSize }: Shape,
  { images: count, epochs }: { readonly images: number; readonly epochs: number },
): LearningTask & { readonly trueLabels: Int32Array } {
  const perClass = Math.round(count / CLASSES);
  const drawn = drawWaves({ classSizes: Array<number>(CLASSES).fill(perClass), size, channels, seed: 1 });
  const labels = plantLabelErrors(drawn.labels, { classCount: CLASSES, rate: 0.1, seed: 1 });
  const facts = {
    imageCount: count,
    classCount: CLASSES,
    smallestClass: perClass,
    medianImageSize: { width: size, height: size },
    greyscale: channels === 1,
    cores: 1,
  };
  const options = { preset: 'balanced', seed: 1, backend: 'wasm', folds: 1, epochs, batchSize } as const;
  const plan: TrainingPlan = { ...planTraining(facts, options), network, imageSize: size };
  const store = { kind: 'memory', data: drawn.pixels } as const;
  const images = { store, count: labels.length, height: size, width: size, channels };
  return { images, labels, trueLabels: drawn.labels, classCount: CLASSES, plan };
}

async function measure(
  { trueLabels, ...task }: LearningTask & { readonly trueLabels: Int32Array },
  workers: number,
): Promise<Cost> {
  const dist = path.join(REPO_ROOT, 'dist');
  const run = crossValidate(
    { ...task, plan: { ...task.plan, workers } },
    {
      foldWorkerFile: path.join(dist, 'foldWorker.js'),
      wasmFolder: dist,
      backend: 'wasm',
      speeds: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
      log: () => undefined,
    },
    new AbortController().signal,
  );
  // The first step has compiled the kernels, and all threads are there.
  const first = await run.next();
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const startImages = first.done === true ? 0 : first.value.done;
  let images = 0;
  for (;;) {
    const step = await run.next();
    if (step.done !== true) {
      images = step.value.done - startImages;
      continue;
    }
    const seconds = (performance.now() - startMs) / 1000;
    const { user, system } = process.cpuUsage(startCpu);
    const { predProbs } = step.value;
    const isRight = (image: number) => {
      const row = predProbs.subarray(image * CLASSES, (image + 1) * CLASSES);
      return row.every((value) => value <= row[trueLabels[image]!]!);
    };
    const right = trueLabels.reduce((sum, _, image) => sum + Number(isRight(image)), 0);
    return {
      imagesPerSecond: images / seconds,
      cpuSeconds: (user + system) / 1e6,
      accuracy: right / trueLabels.length,
    };
  }
}

function rowOf(shape: Shape, threads: number, costs: readonly Cost[], first: readonly Cost[]): string {
  const { network, size, channels, batchSize } = shape;
  const ratio = (of: (cost: Cost) => number) =>
    median(costs.map((cost, run) => of(cost) / of(first[run]!))).toFixed(2);
  const cells = [
    `${network} ${size}×${size}×${channels}`,
    batchSize,
    threads,
    median(costs.map((cost) => cost.imagesPerSecond)).toFixed(0),
    ratio((cost) => cost.imagesPerSecond),
    ratio((cost) => cost.cpuSeconds),
    median(costs.map((cost) => cost.accuracy)).toFixed(4),
  ];
  return `| ${cells.join(' | ')} |`;
}

runMain(main);
