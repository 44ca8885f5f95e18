import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { plantLabelErrors } from '../images/noise';
import { createRng } from '../../src/core/rng';
import { truthFileOf, truthToCsv, type TrueLabel } from '../images/truth';
import { drawPicture } from './drawPicture';
import { SHAPES } from './shapes';

export interface DemoDataset {
  /** One subfolder per class. */
  readonly folder: string;
  /** Beside the folder: `path,true_label` for every image. */
  readonly truthFile: string;
}

interface PlannedPicture extends TrueLabel {
  readonly givenLabel: string;
  /** Of its own random numbers, so that pictures can be drawn in any order. */
  readonly stream: number;
}

const DEFAULT_IMAGES_PER_CLASS = 250;
const NOISE = 0.06;
const SEED = 20240607;
/** Pictures drawn at the same time. */
const PARALLEL = 8;

/** Draws the demo dataset into `folder`, always the same; does nothing when it is already there. */
export async function drawDemo(
  folder: string,
  { imagesPerClass = DEFAULT_IMAGES_PER_CLASS } = {},
): Promise<DemoDataset> {
  const truthFile = truthFileOf(folder);
  const pictures = planPictures(imagesPerClass);
  const truth = truthToCsv(pictures);
  if (await isComplete(folder, pictures, truthFile, truth)) return { folder, truthFile };

  // Only what was drawn before is removed: reviews of the demo in `.label-review` are the user's.
  await rm(truthFile, { force: true });
  for (const name of Object.keys(SHAPES)) {
    await rm(path.join(folder, name), { recursive: true, force: true });
    await mkdir(path.join(folder, name), { recursive: true });
  }
  for (let start = 0; start < pictures.length; start += PARALLEL)
    await Promise.all(
      pictures.slice(start, start + PARALLEL).map((picture) => writePicture(folder, picture)),
    );
  // Last: its presence says that the images are complete.
  await writeFile(truthFile, truth);
  return { folder, truthFile };
}

/** Numbers run through all classes in random order, so that a file's name says nothing about its class. */
function planPictures(imagesPerClass: number): PlannedPicture[] {
  const names = Object.keys(SHAPES);
  const rng = createRng(SEED);
  const trueLabels = Int32Array.from({ length: names.length * imagesPerClass }, (_, i) => i % names.length);
  rng.shuffle(trueLabels);
  const givenLabels = plantLabelErrors(trueLabels, { classCount: names.length, rate: NOISE, seed: SEED + 1 });
  return Array.from(trueLabels, (trueLabel, i) => {
    const givenLabel = names[givenLabels[i]!]!;
    const file = `${String(i + 1).padStart(4, '0')}.png`;
    return { path: `${givenLabel}/${file}`, trueLabel: names[trueLabel]!, givenLabel, stream: i + 1 };
  });
}

async function writePicture(folder: string, picture: PlannedPicture): Promise<void> {
  const shape = SHAPES[picture.trueLabel]!;
  await writeFile(path.join(folder, picture.path), await drawPicture(shape, createRng(SEED, picture.stream)));
}

async function isComplete(
  folder: string,
  pictures: readonly PlannedPicture[],
  truthFile: string,
  truth: string,
): Promise<boolean> {
  try {
    if ((await readFile(truthFile, 'utf8')) !== truth) return false;
    await Promise.all(pictures.map((picture) => access(path.join(folder, picture.path))));
    return true;
  } catch {
    // A file is missing.
    return false;
  }
}
