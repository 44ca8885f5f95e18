/**
 * `npm run bench:million [-- --count 1000000 --images-per-epoch 2000]`: a very large set without a folder of so many files. Grey
 * images of 28×28 are drawn straight into a file; copies and faults are looked for among all of them, then one model sees
 * some for one epoch, scales by all and predicts a twentieth. Prints time and the most memory so far, after each step.
 */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bytesPerImage } from '../src/core/dataset/pixels/bytesPerImage';
import type { PixelSource } from '../src/core/dataset/dataset';
import { createRng } from '../src/core/rng';
import { startImageChecks } from '../src/dataset/checkImages';
import { openBackend } from '../src/ml/backends/backend';
import { planTraining } from '../src/ml/plan/plan';
import { trainFold } from '../src/ml/train/trainFold';
import { openPixels } from '../src/files/pixels/openPixels';
import { buildExtension } from '../scripts/buildExtension';
import { REPO_ROOT } from '../scripts/repoPaths';
import { runMain } from '../scripts/runMain';
import { drawKnots, drawPixels } from './memory/drawnImages';
import { printHead } from './tableHead';

const SHAPE = { height: 28, width: 28, channels: 1 } as const;
const CLASS_COUNT = 10;
const DRAWN_AT_ONCE = 1000;
const PREDICTED_SHARE = 1 / 20;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '1000000' },
      'images-per-epoch': { type: 'string', default: '2000' },
    },
  });
  const count = Number(values.count);
  await buildExtension({ production: true });
  const folder = await mkdtemp(path.join(tmpdir(), 'label-review-million-'));
  printHead('step | s | most memory so far, GB');
  const timed = async (step: string, work: () => Promise<unknown>) => {
    const startMs = performance.now();
    await work();
    const gigabytes = process.resourceUsage().maxRSS / 1e6;
    console.log(
      `| ${step} | ${((performance.now() - startMs) / 1000).toFixed(0)} | ${gigabytes.toFixed(2)} |`,
    );
  };
  try {
    const file = path.join(folder, 'pixels.u8');
    await timed(`draw ${count} images`, () => drawInto(file, count));
    const places = Int32Array.from({ length: count }, (_, place) => place);
    const source: PixelSource = { ...SHAPE, count, store: { kind: 'file', file, places } };
    await timed('look for copies and faults', () =>
      startImageChecks({
        pixels: source,
        sizes: new Int32Array(2 * count).fill(SHAPE.width),
        signal: new AbortController().signal,
      }).finish(),
    );
    await timed('train and predict', () => train(source, Number(values['images-per-epoch'])));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return 0;
}

async function drawInto(file: string, count: number): Promise<void> {
  const size = bytesPerImage(SHAPE);
  const rng = createRng(1);
  const handle = await open(file, 'w');
  try {
    for (let from = 0; from < count; from += DRAWN_AT_ONCE) {
      const images = Math.min(DRAWN_AT_ONCE, count - from);
      const bytes = new Uint8Array(images * size);
      for (let i = 0; i < images; i++)
        bytes.set(drawPixels(drawKnots(rng, SHAPE.channels), SHAPE.width, SHAPE.channels), i * size);
      await handle.writeFile(bytes);
    }
  } finally {
    await handle.close();
  }
}

async function train(source: PixelSource, imagesPerEpoch: number): Promise<void> {
  const { count } = source;
  const facts = {
    imageCount: count,
    classCount: CLASS_COUNT,
    smallestClass: count / CLASS_COUNT,
    medianImageSize: SHAPE,
    greyscale: true,
    cores: 1,
  };
  const plan = planTraining(facts, {
    preset: 'balanced',
    encoder: 'none',
    epochs: 1,
    seed: 1,
    backend: 'wasm',
  });
  const all = Int32Array.from({ length: count }, (_, image) => image);
  const { tf } = await openBackend({ choice: 'wasm', wasmFolder: path.join(REPO_ROOT, 'dist') });
  const images = openPixels(source);
  await trainFold(
    tf,
    {
      images,
      labels: all.map((image) => image % CLASS_COUNT),
      classCount: CLASS_COUNT,
      plan: { ...plan, epochShare: imagesPerEpoch / count },
      fold: 0,
      trainOn: all,
      predictOn: all.subarray(0, count * PREDICTED_SHARE),
    },
    { signal: new AbortController().signal, onProgress: () => undefined },
  );
  images.close();
}

runMain(main);
