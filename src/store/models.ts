import path from 'node:path';
import { decodeNpy, encodeNpy } from '../core/npy';
import type { RunSummary } from '../core/run/run';
import { writeFileAtomic } from '../files/atomicWrite';
import { damaged } from '../files/csvFile';
import { readNpy, writeFolds, type ResultsReader } from './columnFiles';
import { runsFolder, type StoreLocation } from './location';
import { checkNpyFile } from './npyFile';
import { message } from '../core/words/message';

/** What training can go on from: of each model its weights, of each image the fold that has not seen it. */
export interface TrainedModels {
  readonly models: readonly Float32Array[];
  /** Images in the order of their paths, sorted by code unit. */
  readonly foldOf: Int32Array;
}

const modelsFile = (location: StoreLocation, runId: string) =>
  path.join(runsFolder(location), runId, 'models.npy');

export async function writeModels(
  location: StoreLocation,
  runId: string,
  { models, foldOf }: TrainedModels,
): Promise<void> {
  const size = models[0]?.length ?? 0;
  const joined = new Float32Array(models.length * size);
  for (const [model, weights] of models.entries()) joined.set(weights, model * size);
  await writeFileAtomic(modelsFile(location, runId), [encodeNpy(joined, [models.length, size])]);
  await writeFolds(location, runId, foldOf);
}

/** Looks whether a run that has kept its models has kept all. @throws AppError `run-damaged`. */
export async function checkModels(location: StoreLocation, { id, plan }: RunSummary): Promise<void> {
  if (plan === undefined) return;
  const { models } = plan;
  await checkNpyFile(modelsFile(location, id), [models], message('file-model-count', { models }));
}

/** The models of a run; undefined for runs that have kept none. @throws AppError `run-damaged`. */
export async function readModels(
  location: StoreLocation,
  { id, plan }: RunSummary,
  results: Pick<ResultsReader, 'folds'>,
): Promise<TrainedModels | undefined> {
  if (plan === undefined) return undefined;
  const file = modelsFile(location, id);
  const [models, foldOf] = await Promise.all([readNpy(file, decodeNpy), results.folds()]);
  if (models === undefined || foldOf === undefined) return undefined;
  const [count, size = 0] = models.shape;
  if (count !== plan.models || models.shape.length !== 2)
    throw damaged(file, message('file-model-count', { models: plan.models }));
  const weights = Float32Array.from(models.data);
  return {
    models: Array.from({ length: count }, (_, model) => weights.slice(model * size, (model + 1) * size)),
    foldOf,
  };
}
