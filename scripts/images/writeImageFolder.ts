import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { inParallel } from '../../src/files/inParallel';
import { ScriptError } from '../scriptError';
import { truthFileOf, truthToCsv } from './truth';

/** Square images as bytes, `count × size × size × channels`, with their true classes. */
export interface LabelledImages {
  readonly pixels: Uint8Array;
  readonly labels: Int32Array;
  /** Edge length in pixels. */
  readonly size: number;
  readonly channels?: 1 | 3;
  readonly classCount: number;
}

/** Images encoded at the same time, and files in flight. */
const PARALLEL = 8;

/**
 * Writes the images as PNG files, a folder for each given label, and the truth file beside. Image i is called i, with
 * zeros in front. @throws ScriptError when the folder is not empty: older images would stay in it.
 */
export async function writeImageFolder(
  folder: string,
  { pixels, labels, size, channels = 1, classCount }: LabelledImages,
  givenLabels: Int32Array,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new ScriptError(`${folder} is not empty; name a new folder.`);
  for (let label = 0; label < classCount; label++) await mkdir(path.join(folder, String(label)));
  const nameOf = (i: number) => `${givenLabels[i]!}/${String(i).padStart(5, '0')}.png`;
  const work = {
    count: labels.length,
    parallel: PARALLEL,
    every: labels.length,
    signal: new AbortController().signal,
  };
  const writing = inParallel(work, async (i) => {
    const bytes = size * size * channels;
    const raw = { width: size, height: size, channels };
    const image = sharp(pixels.subarray(i * bytes, (i + 1) * bytes), { raw });
    await image
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .png()
      .toFile(path.join(folder, nameOf(i)));
  });
  while ((await writing.next()).done !== true);
  const truth = Array.from(labels, (label, i) => ({ path: nameOf(i), trueLabel: String(label) }));
  await writeFile(truthFileOf(folder), truthToCsv(truth));
}
