/**
 * `tsx scripts/images/mnistFolder.ts --out DIR [--count 3000] [--noise 0.1] [--seed 1] [--data bench/data/mnist]`:
 * the first training images as PNG files, a folder per class, with planted uniform errors, and `DIR.truth.csv`.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { plantLabelErrors } from './noise';
import { MNIST_CLASSES, pickImages, readMnist } from './mnist';
import { writeImageFolder } from './writeImageFolder';
import { BENCH_DATA_DIR } from '../repoPaths';
import { runMain } from '../runMain';
import { ScriptError } from '../scriptError';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      count: { type: 'string', default: '3000' },
      noise: { type: 'string', default: '0.1' },
      seed: { type: 'string', default: '1' },
      data: { type: 'string', default: path.join(BENCH_DATA_DIR, 'mnist') },
    },
  });
  if (values.out === undefined) throw new ScriptError('Name the folder to write with --out DIR.');
  const folder = path.resolve(values.out);
  const first = Int32Array.from({ length: Number(values.count) }, (_, position) => position);
  const images = pickImages(await readMnist(values.data), first);
  const givenLabels = plantLabelErrors(images.labels, {
    classCount: MNIST_CLASSES,
    rate: Number(values.noise),
    seed: Number(values.seed),
  });
  await writeImageFolder(folder, { ...images, classCount: MNIST_CLASSES }, givenLabels);
  const errors = givenLabels.reduce((sum, label, i) => sum + Number(label !== images.labels[i]), 0);
  console.log(`${givenLabels.length} images in ${folder}, ${errors} of them with a wrong label.`);
  return 0;
}

runMain(main);
