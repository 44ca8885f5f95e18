import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeNpy, encodeNpy } from '../core/npy';
import { writeFileAtomic } from '../files/atomicWrite';
import { damaged } from '../files/csvFile';
import { runsFolder, type StoreLocation } from './location';

/** What training can go on from: of each model its weights, of each image the fold that has not seen it. */
export interface TrainedModels {
  readonly models: readonly Float32Array[];
  /** Images in the order of their paths, sorted by code unit. */
  readonly foldOf: Int32Array;
}

const file = (location: StoreLocation, runId: string, name: 'models' | 'folds') =>
  path.join(runsFolder(location), runId, `${name}.npy`);

export async function writeModels(
  location: StoreLocation,
  runId: string,
  { models, foldOf }: TrainedModels,
): Promise<void> {
  const size = models[0]?.length ?? 0;
  const joined = new Float32Array(models.length * size);
  for (const [model, weights] of models.entries()) joined.set(weights, model * size);
  await writeFileAtomic(file(location, runId, 'models'), [encodeNpy(joined, [models.length, size])]);
  await writeFileAtomic(file(location, runId, 'folds'), [
    encodeNpy(Float32Array.from(foldOf), [foldOf.length]),
  ]);
}

/**
 * The models of a run of `images` images in `folds` folds; undefined for runs that have kept none.
 * @throws AppError `run-damaged`.
 */
export async function readModels(
  location: StoreLocation,
  runId: string,
  expected: { readonly images: number; readonly models: number; readonly folds: number },
): Promise<TrainedModels | undefined> {
  const [modelsFile, foldsFile] = [file(location, runId, 'models'), file(location, runId, 'folds')];
  const contents = await Promise.all([readFile(modelsFile), readFile(foldsFile)]).catch(() => undefined); // None kept.
  if (contents === undefined) return undefined;
  const models = decodeNpy(contents[0], modelsFile);
  const folds = decodeNpy(contents[1], foldsFile);
  const [count, size = 0] = models.shape;
  if (count !== expected.models || models.shape.length !== 2)
    throw damaged(modelsFile, `it does not hold ${expected.models} models`);
  if (
    folds.data.length !== expected.images ||
    folds.data.some((fold) => !(fold >= 0 && fold < expected.folds))
  )
    throw damaged(
      foldsFile,
      `it does not name one of ${expected.folds} folds for each of ${expected.images} images`,
    );
  const weights = Float32Array.from(models.data);
  return {
    models: Array.from({ length: count }, (_, model) => weights.slice(model * size, (model + 1) * size)),
    foldOf: Int32Array.from(folds.data),
  };
}
