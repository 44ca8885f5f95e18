/**
 * `tsx scripts/mnistFolder.ts --out DIR [--count 3000] [--noise 0.1] [--seed 1] [--data ../shared/data/mnist]`:
 * the first training images as PNG files, a folder per class, with planted uniform errors, and `DIR.truth.csv`.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { plantLabelErrors } from '../src/core/noise';
import { readMnist, type MnistImages } from './images/mnist';
import { truthFileOf, truthToCsv, type TrueLabel } from './images/truth';
import { REPO_ROOT } from './repoPaths';
import { runMain } from './runMain';
import { ScriptError } from './scriptError';

const CLASSES = 10;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      count: { type: 'string', default: '3000' },
      noise: { type: 'string', default: '0.1' },
      seed: { type: 'string', default: '1' },
      data: { type: 'string', default: path.join(REPO_ROOT, '..', 'shared', 'data', 'mnist') },
    },
  });
  if (values.out === undefined) throw new ScriptError('Name the folder to write with --out DIR.');
  const folder = path.resolve(values.out);
  const images = await readMnist(values.data, Number(values.count));
  const givenLabels = plantLabelErrors(images.labels, {
    classCount: CLASSES,
    rate: Number(values.noise),
    seed: Number(values.seed),
  });
  await createEmpty(folder);
  const truth = await writeImages(folder, images, givenLabels);
  await writeFile(truthFileOf(folder), truthToCsv(truth));
  const errors = givenLabels.reduce((sum, label, i) => sum + Number(label !== images.labels[i]), 0);
  console.log(`${truth.length} images in ${folder}, ${errors} of them with a wrong label.`);
  return 0;
}

/** Images of an earlier call would stay beside the new ones, under the same names in other classes. */
async function createEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new ScriptError(`${folder} is not empty; name a new folder.`);
  for (let label = 0; label < CLASSES; label++) await mkdir(path.join(folder, String(label)));
}

async function writeImages(
  folder: string,
  { pixels, labels, size }: MnistImages,
  givenLabels: Int32Array,
): Promise<TrueLabel[]> {
  const truth: TrueLabel[] = [];
  for (const [i, givenLabel] of givenLabels.entries()) {
    const image = `${givenLabel}/${String(i).padStart(5, '0')}.png`;
    const bytes = pixels.subarray(i * size * size, (i + 1) * size * size);
    const raw = { width: size, height: size, channels: 1 } as const;
    await sharp(bytes, { raw }).toColourspace('b-w').png().toFile(path.join(folder, image));
    truth.push({ path: image, trueLabel: String(labels[i]!) });
  }
  return truth;
}

runMain(main);
