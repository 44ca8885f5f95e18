/**
 * `npm run bench:replicas [-- --threads 1,2 --runs 5 --images 1000 --epochs 2]`: how much faster several threads train one
 * model than one thread does, on drawn images. The numbers of threads take turns. Threads that wait for each other suffer most
 * from what else the machine does, so what a thread computes for a step is given beside the time it takes: the speedup by that
 * is what free cores would give, less the waiting. Needs Node 24.
 */
import path from 'node:path';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { OUT_DIR } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';
import { writeWasmFiles } from '../../scripts/wasmFiles';
import { plantLabelErrors } from '../../scripts/images/noise';
import { planTraining } from '../../src/ml/plan/plan';
import { drawWaves } from '../drawWaves';
import { median } from '../median';
import { measureReplicas } from './measureReplicas';
import type { ReplicaReport, ReplicaTask } from './replica';
import { printHead } from '../tableHead';

const CLASSES = 10;
const SHAPES = [
  { network: 'compact', size: 28, channels: 1, batchSize: 32 },
  { network: 'compact', size: 28, channels: 1, batchSize: 64 },
  { network: 'compact', size: 64, channels: 3, batchSize: 32 },
  { network: 'paper', size: 28, channels: 1, batchSize: 64 },
] as const;
type Shape = (typeof SHAPES)[number];

async function main(): Promise<number> {
  const cores = availableParallelism();
  const { values } = parseArgs({
    options: {
      threads: { type: 'string', default: cores === 1 ? '1' : `1,${cores}` },
      runs: { type: 'string', default: '5' },
      images: { type: 'string', default: '1000' },
      epochs: { type: 'string', default: '2' },
    },
  });
  if (!('threadCpuUsage' in process))
    throw new ScriptError('The CPU time of a thread needs Node 24; run it with that.');
  const counts = values.threads.split(',').map(Number);
  const wasmFolder = path.join(OUT_DIR, 'wasm');
  await writeWasmFiles(wasmFolder);
  const workerFile = await bundleReplica();
  console.log(
    `Node ${process.versions.node}, ${cores} cores, ${values.images} images, ${values.runs} runs\n`,
  );
  printHead(
    'network | batch | threads | ms a step | speedup | CPU ms of a thread | speedup by that | accuracy',
  );
  for (const shape of SHAPES) {
    const { task, trueLabels } = drawTask(shape, Number(values.images), Number(values.epochs));
    const costs = new Map<number, ReplicaReport[]>(counts.map((threads) => [threads, []]));
    for (let run = 0; run < Number(values.runs); run++)
      for (const threads of counts)
        costs.get(threads)!.push(await measureReplicas({ workerFile, wasmFolder, task }, threads));
    const [first] = [...costs.values()].map(summaryOf);
    for (const [threads, ofThreads] of costs)
      console.log(
        rowOf(
          shape,
          { threads, summary: summaryOf(ofThreads), first: first! },
          accuracyOf(ofThreads[0]!, trueLabels),
        ),
      );
  }
  return 0;
}

async function bundleReplica(): Promise<string> {
  const outfile = path.join(OUT_DIR, 'bench', 'replica.js');
  await build({
    entryPoints: [path.join(__dirname, 'replica.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['@tensorflow/tfjs-node'],
    logLevel: 'error',
  });
  return outfile;
}

function drawTask({ network, size, channels, batchSize }: Shape, count: number, epochs: number) {
  const perClass = Math.round(count / CLASSES);
  const drawn = drawWaves({ classSizes: Array<number>(CLASSES).fill(perClass), size, channels, seed: 1 });
  const { labels: trueLabels, pixels: data } = drawn;
  const labels = plantLabelErrors(trueLabels, { classCount: CLASSES, rate: 0.1, seed: 1 });
  const facts = {
    imageCount: labels.length,
    classCount: CLASSES,
    smallestClass: perClass,
    medianImageSize: { width: size, height: size },
    greyscale: channels === 1,
    cores: 1,
  };
  const options = {
    preset: 'balanced',
    encoder: 'none',
    seed: 1,
    backend: 'wasm',
    folds: 1,
    epochs,
    batchSize,
  } as const;
  const all = Int32Array.from(labels.keys());
  const task: ReplicaTask = {
    images: { store: { kind: 'memory', data }, count: labels.length, height: size, width: size, channels },
    labels,
    classCount: CLASSES,
    plan: { ...planTraining(facts, options), network, imageSize: size },
    fold: 0,
    trainOn: all,
    predictOn: all,
  };
  return { task, trueLabels };
}

/** The share of images whose true class is the most probable one. */
function accuracyOf({ predProbs }: ReplicaReport, trueLabels: Int32Array): number {
  const isRight = (label: number, image: number) =>
    predProbs
      .subarray(image * CLASSES, (image + 1) * CLASSES)
      .every((value) => value <= predProbs[image * CLASSES + label]!);
  return [...trueLabels].filter(isRight).length / trueLabels.length;
}

interface Summary {
  readonly stepMs: number;
  readonly cpuMs: number;
}

function summaryOf(costs: readonly ReplicaReport[]): Summary {
  return {
    stepMs: median(costs.flatMap(({ stepsMs }) => stepsMs)),
    cpuMs: median(costs.flatMap(({ cpuMs }) => cpuMs)),
  };
}

function rowOf(
  { network, size, channels, batchSize }: Shape,
  {
    threads,
    summary,
    first,
  }: { readonly threads: number; readonly summary: Summary; readonly first: Summary },
  accuracy: number,
): string {
  const cells = [
    `${network} ${size}×${size}×${channels}`,
    batchSize,
    threads,
    summary.stepMs.toFixed(1),
    (first.stepMs / summary.stepMs).toFixed(2),
    summary.cpuMs.toFixed(1),
    (first.cpuMs / summary.cpuMs).toFixed(2),
    accuracy.toFixed(3),
  ];
  return `| ${cells.join(' | ')} |`;
}

runMain(main);
