/**
 * `npm run bench:head [-- --images 5000,100000,1000000 --width 1728 --classes 10 --seed 1]`: time and peak memory of training
 * heads, as a search plans it, on made-up embeddings in a file with 10% wrong labels. Prints a table; needs `npm run build`.
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compandEmbedding } from '../../src/core/embedding/compand';
import { createRng } from '../../src/core/rng';
import { DEFAULT_SCAN_OPTIONS } from '../../src/core/run/scanOptions';
import { runSteps } from '../../src/core/steps';
import { planHead } from '../../src/ml/plan/headPlan';
import { crossValidate } from '../../src/ml/train/crossValidate';
import { createThreadSchedule } from '../../src/ml/train/threadSchedule';
import { createBackendSpeeds } from '../../src/store/backendSpeeds';
import { averagePrecision } from '../../scripts/images/metrics';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { createTemporaryFolder } from '../../scripts/vscode/temporaryFolder';
import { printHead } from '../tableHead';

const DIST = path.join(REPO_ROOT, 'dist');
const ERROR_SHARE = 0.1;
/** Noise of an embedding beside the direction of its class, which has length 1 a number. */
const NOISE = 4;
const ROWS_AT_ONCE = 2048;
/** Rows that differ; larger sets repeat them, each time with other labels to learn. */
const MOST_DRAWN = 20_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      images: { type: 'string', default: '5000,100000,1000000' },
      width: { type: 'string', default: '1728' },
      classes: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
    },
  });
  printHead('images | folds | models | epochs | AP | train s | peak RSS MB');
  for (const images of values.images.split(','))
    await measure({
      images: Number(images),
      width: Number(values.width),
      classCount: Number(values.classes),
      seed: Number(values.seed),
    });
  return 0;
}

interface Task {
  readonly images: number;
  readonly width: number;
  readonly classCount: number;
  readonly seed: number;
}

async function measure({ images, width, classCount, seed }: Task): Promise<void> {
  const temporary = await createTemporaryFolder('head');
  try {
    const file = path.join(temporary.path, 'embeddings.u8');
    const trueLabels = await writeEmbeddings(file, { images, width, classCount, seed });
    const rng = createRng(seed, 1);
    const isError = new Uint8Array(images);
    const labels = trueLabels.map((label, image) => {
      if (rng.next01() >= ERROR_SHARE) return label;
      isError[image] = 1;
      return (label + 1 + rng.nextInt(classCount - 1)) % classCount;
    });
    const cores = availableParallelism();
    const facts = { imageCount: images, classCount, cores, encoderSize: 160, embeddingWidth: width };
    const plan = planHead({ ...facts, isAlone: true }, { ...DEFAULT_SCAN_OPTIONS, backend: 'wasm', seed });
    const places = Int32Array.from({ length: images }, (_, image) => image);
    const source = {
      height: 1,
      width,
      channels: 1,
      count: images,
      store: { kind: 'file', file, places },
    } as const;
    const schedule = createThreadSchedule({
      foldWorkerFile: path.join(DIST, 'foldWorker.js'),
      wasmFolder: DIST,
      packagesFolder: undefined,
      threads: plan.workers,
      backend: 'wasm',
      speeds: createBackendSpeeds(temporary.path),
      log: () => undefined,
    });
    const start = performance.now();
    const { signal } = new AbortController();
    const learned = await runSteps(
      crossValidate({ images: source, labels, classCount, plan }, { schedule, log: () => undefined }, signal),
    );
    const seconds = (performance.now() - start) / 1000;
    const suspicion = Float64Array.from(
      labels,
      (label, image) => -learned.predProbs[image * classCount + label]!,
    );
    const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
    const { folds, models, epochs } = plan;
    const ap = averagePrecision(suspicion, isError).toFixed(4);
    console.log(`| ${[images, folds, models, epochs, ap, seconds.toFixed(1), peakMb].join(' | ')} |`);
  } finally {
    await temporary.remove();
  }
}

/** @returns the classes of the images. */
async function writeEmbeddings(file: string, { images, width, classCount, seed }: Task): Promise<Int32Array> {
  const rng = createRng(seed);
  const drawVector = () => Float32Array.from({ length: width }, () => rng.normal());
  const directions = Array.from({ length: classCount }, drawVector);
  const drawn = Array.from({ length: Math.min(images, MOST_DRAWN) }, (_, image) => {
    const noise = drawVector();
    return compandEmbedding(directions[image % classCount]!.map((value, d) => value + NOISE * noise[d]!));
  });
  const out = createWriteStream(file);
  for (let from = 0; from < images; from += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, images - from);
    const rows = new Uint8Array(count * width);
    for (let row = 0; row < count; row++) rows.set(drawn[(from + row) % drawn.length]!, row * width);
    if (!out.write(rows)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  return Int32Array.from({ length: images }, (_, image) => (image % drawn.length) % classCount);
}

runMain(main);
