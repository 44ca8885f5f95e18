import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { inParallel } from '../../src/dataset/inParallel';
import { ScriptError } from '../scriptError';
import { MNIST_CLASSES, type MnistImages } from './mnist';
import { truthFileOf, truthToCsv } from './truth';

/** Images encoded at the same time, and files in flight. */
const PARALLEL = 8;

/**
 * Writes the images as PNG files, a folder for each given label, and the truth file beside. Image i is called i, with
 * zeros in front. @throws ScriptError when the folder is not empty: older images would stay in it.
 */
export async function writeImageFolder(
  folder: string,
  { pixels, labels, size }: MnistImages,
  givenLabels: Int32Array,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new ScriptError(`${folder} is not empty; name a new folder.`);
  for (let label = 0; label < MNIST_CLASSES; label++) await mkdir(path.join(folder, String(label)));
  const nameOf = (i: number) => `${givenLabels[i]!}/${String(i).padStart(5, '0')}.png`;
  const work = {
    count: labels.length,
    parallel: PARALLEL,
    every: labels.length,
    signal: new AbortController().signal,
  };
  const writing = inParallel(work, async (i) => {
    const raw = { width: size, height: size, channels: 1 } as const;
    const image = sharp(pixels.subarray(i * size * size, (i + 1) * size * size), { raw });
    await image
      .toColourspace('b-w')
      .png()
      .toFile(path.join(folder, nameOf(i)));
  });
  while ((await writing.next()).done !== true);
  const truth = Array.from(labels, (label, i) => ({ path: nameOf(i), trueLabel: String(label) }));
  await writeFile(truthFileOf(folder), truthToCsv(truth));
}
