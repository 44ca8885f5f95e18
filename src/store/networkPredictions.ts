import path from 'node:path';
import { encodeNpy, decodeNpy } from '../core/npy';
import type { OpinionPredictions } from '../core/labelNoise/mixOpinions';
import type { RunSummary } from '../core/run/run';
import { writeFileAtomic } from '../files/atomicWrite';
import { damaged } from '../files/csvFile';
import { message } from '../core/words/message';
import { readNpy } from './columnFiles';
import { runsFolder, type StoreLocation } from './location';
import { checkNpyFile } from './npyFile';

const fileOf = (location: StoreLocation, runId: string) =>
  path.join(runsFolder(location), runId, 'network.npy');

/**
 * Writes `network.npy` of a run that is not yet finished: what the network said before its opinion was mixed with another, so
 * that it can be mixed again. 2×N×K: first `predProbs`, then the held-out predictions, NaN where there are none.
 */
export async function writeNetworkPredictions(
  location: StoreLocation,
  runId: string,
  { predProbs, heldOut, images }: OpinionPredictions & { readonly images: number },
): Promise<void> {
  const size = predProbs.length;
  const classes = size / Math.max(images, 1);
  const values = new Float32Array(2 * size).fill(NaN);
  values.set(predProbs);
  if (heldOut === undefined) values.set(predProbs, size);
  heldOut?.images.forEach((image, row) => {
    for (let k = 0; k < classes; k++)
      values[size + image * classes + k] = heldOut.predProbs[row * classes + k]!;
  });
  await writeFileAtomic(fileOf(location, runId), [encodeNpy(values, [2, images, classes])]);
}

/** Looks whether they are of all images, where a run has them. @throws AppError `run-damaged`. */
export async function checkNetworkPredictions(
  location: StoreLocation,
  { id, images, classes: { length: classes } }: RunSummary,
): Promise<void> {
  const why = message('file-other-size', { images, classes });
  await checkNpyFile(fileOf(location, id), [2, images, classes], why);
}

/** The same; undefined where a run has none. @throws AppError `run-damaged`. */
export async function readNetworkPredictions(
  location: StoreLocation,
  runId: string,
  { images, classes }: { readonly images: number; readonly classes: number },
): Promise<OpinionPredictions | undefined> {
  const file = fileOf(location, runId);
  const read = await readNpy(file, decodeNpy);
  if (read === undefined) return undefined;
  if (read.shape.join() !== [2, images, classes].join())
    throw damaged(file, message('file-image-count', { found: read.shape[1] ?? 0, images }));
  const size = images * classes;
  const unseen = Float32Array.from(read.data.subarray(size));
  const judged = Int32Array.from({ length: images }, (_, image) => image).filter(
    (image) => !Number.isNaN(unseen[image * classes]!),
  );
  const rows = new Float32Array(judged.length * classes);
  judged.forEach((image, row) =>
    rows.set(unseen.subarray(image * classes, (image + 1) * classes), row * classes),
  );
  return {
    predProbs: Float32Array.from(read.data.subarray(0, size)),
    heldOut: { images: judged, predProbs: rows },
  };
}
