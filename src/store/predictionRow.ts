import path from 'node:path';
import { decodeFloats, floatBytes } from '../core/npy';
import type { RunSummary } from '../core/run/run';
import type { ImageIndex } from '../core/spaces';
import { message, type Message } from '../core/words/message';
import { damaged } from '../files/csvFile';
import { runsFolder, type StoreLocation } from './location';
import { checkNpyFile, readNpyFile } from './npyFile';

const fileOf = (location: StoreLocation, runId: string) =>
  path.join(runsFolder(location), runId, 'predictions.npy');

const otherSize = ({ images, classes }: RunSummary): Message =>
  message('file-other-size', { images, classes: classes.length });

/** What the models predict for one image: a probability per class, read without the rest of the file. @throws AppError `run-damaged`. */
export async function readPredictionRow(
  location: StoreLocation,
  summary: RunSummary,
  image: ImageIndex,
): Promise<Float32Array | Float64Array> {
  const { id, images, classes } = summary;
  const file = fileOf(location, id);
  const row = await readNpyFile(file, async ({ handle, shape, type, dataStart }) => {
    if (shape.join() !== [images, classes.length].join()) throw damaged(file, otherSize(summary));
    const bytes = classes.length * floatBytes(type);
    const read = await handle.read(new Uint8Array(bytes), 0, bytes, dataStart + image * bytes);
    if (read.bytesRead < bytes) throw damaged(file, message('file-no-row', { row: `${image}` }));
    return decodeFloats(type, read.buffer);
  });
  if (row === undefined) throw damaged(file, message('file-missing'));
  return row;
}

/** Looks whether there are predictions of all images of a run. @throws AppError `run-damaged`. */
export async function checkPredictions(location: StoreLocation, summary: RunSummary): Promise<void> {
  const { id, images, classes } = summary;
  const file = fileOf(location, id);
  if (!(await checkNpyFile(file, [images, classes.length], otherSize(summary))))
    throw damaged(file, message('file-missing'));
}
