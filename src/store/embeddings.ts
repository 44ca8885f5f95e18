import path from 'node:path';
import { encodeNpy } from '../core/npy';
import { writeFileAtomic } from '../files/atomicWrite';
import { runsFolder, type StoreLocation } from './location';

/** What images look like to a model: a vector of `width` numbers each, row-major, in the order of the run's images. */
export interface Embeddings {
  readonly vectors: Float32Array;
  readonly width: number;
}

/** Writes `embeddings.npy` of a run that is not yet finished. @throws AppError `store-unwritable`. */
export async function writeEmbeddings(
  location: StoreLocation,
  runId: string,
  { vectors, width }: Embeddings,
): Promise<void> {
  const file = path.join(runsFolder(location), runId, 'embeddings.npy');
  await writeFileAtomic(file, [encodeNpy(vectors, [vectors.length / width, width])]);
}
