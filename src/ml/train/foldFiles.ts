/** The folds of a training as files: any process that sees the folder can train one of them, and leaves its result there. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { bytesPerImage } from '../../core/dataset/bytesPerImage';
import type { PixelSource } from '../../core/dataset/dataset';
import { writeFileAtomic } from '../../files/atomicWrite';
import { openPixels } from '../../files/openPixels';
import type { TensorFlow } from '../backends/tensorFlow';
import { checkpointFile, openCheckpoint, type CheckpointPlace } from './checkpoint';
import { foldTaskOf, type FoldInputs, type FoldResult, type FoldWatch } from './foldTask';
import { trainFold } from './trainFold';

interface InputsFile {
  readonly key: string;
  readonly inputs: FoldInputs;
}

interface ResultFile {
  readonly key: string;
  readonly result: FoldResult;
}

const inputsFile = (folder: string) => path.join(folder, 'inputs.bin');
/** In the folder. */
const PIXELS_FILE = 'pixels.u8';
const resultFile = (folder: string, fold: number) => path.join(folder, `result-${fold}.bin`);

/**
 * Writes what every fold needs. Images that are in a file already stay there: whoever trains has to see it under the same
 * path. @throws AppError `store-unwritable`.
 */
export async function writeFoldInputs({ folder, key }: CheckpointPlace, inputs: FoldInputs): Promise<void> {
  const images = await imagesInFile(folder, inputs.images);
  const content: InputsFile = { key, inputs: { ...inputs, images } };
  await writeFileAtomic(inputsFile(folder), [serialize(content)]);
}

async function imagesInFile(folder: string, images: PixelSource): Promise<PixelSource> {
  if (images.store.kind === 'file') return images;
  const { count, store } = images;
  const pixels = store.data.subarray(0, count * bytesPerImage(images));
  await writeFileAtomic(path.join(folder, PIXELS_FILE), [pixels]);
  const places = Int32Array.from({ length: count }, (_, image) => image);
  return { ...images, store: { kind: 'file', file: PIXELS_FILE, places } };
}

/** The folder may be elsewhere for another machine; what lies in it is found there. */
async function readFoldInputs(folder: string): Promise<InputsFile> {
  const { key, inputs } = deserialize(await readFile(inputsFile(folder))) as InputsFile; // of `writeFoldInputs`
  const { store } = inputs.images;
  if (store.kind === 'memory') return { key, inputs };
  const file = path.resolve(folder, store.file);
  return { key, inputs: { ...inputs, images: { ...inputs.images, store: { ...store, file } } } };
}

/**
 * Trains the model of one fold and leaves its result in the folder. A fold that has its result is not trained again, and
 * one that was interrupted goes on.
 * @throws AppError `store-unwritable`, `pixels-lost`; the system's error where the inputs cannot be read.
 */
export async function trainFoldInFolder(
  tf: TensorFlow,
  { folder, fold }: { readonly folder: string; readonly fold: number },
  watch: Pick<FoldWatch, 'signal' | 'onProgress' | 'onResume'>,
): Promise<void> {
  const { key, inputs } = await readFoldInputs(folder);
  const place: CheckpointPlace = { folder, key };
  if ((await readFoldResult(place, fold)) !== undefined) return;
  const images = openPixels(inputs.images);
  try {
    const checkpoint = openCheckpoint(place, fold);
    const result = await trainFold(tf, foldTaskOf(inputs, images, fold), { ...watch, checkpoint });
    const content: ResultFile = { key, result };
    await writeFileAtomic(resultFile(folder, fold), [serialize(content)]);
    await rm(checkpointFile(folder, fold), { force: true });
  } finally {
    images.close();
  }
}

/** What the model of a fold has learnt; undefined where it is not trained yet, on other inputs, or the file is damaged. */
export async function readFoldResult(
  { folder, key }: CheckpointPlace,
  fold: number,
): Promise<FoldResult | undefined> {
  try {
    // Written by `trainFoldInFolder`; a file that was cut off does not deserialize.
    const content = deserialize(await readFile(resultFile(folder, fold))) as ResultFile;
    return content.key === key ? content.result : undefined;
  } catch {
    return undefined; // it is made again
  }
}
