import { setImmediate } from 'node:timers/promises';
import type { SimilaritySearch } from '../core/embedding/similarImages';
import { loadSimdProducts } from './simdProducts';

const SEED = 1;

/** What images are compared with by their embeddings: as fast as there are kernels, and not past a cancellation. */
export async function loadSimilaritySearch(
  wasmFolder: string,
  signal: AbortSignal,
): Promise<SimilaritySearch> {
  return {
    createProducts: await loadSimdProducts(wasmFolder),
    seed: SEED,
    breathe: async () => {
      await setImmediate();
      signal.throwIfAborted();
    },
  };
}
