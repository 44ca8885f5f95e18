import type { SearchSimilar } from '../review/openReview';
import type { Trainer } from '../worker/client/client';

/**
 * Looks for similar images in a process of its own, also while another one trains: so the extension host does no more than
 * wait, and a search that is given up ends at once.
 */
export function createSearchSimilar(options: {
  readonly startTrainer: () => Promise<Trainer>;
  /** Where stores of read-only datasets are. */
  readonly fallbackStore: string;
  /** Where caches are, if not in the stores. */
  readonly cacheFolder?: () => string | undefined;
}): SearchSimilar {
  return async (search, signal) => {
    const trainer = await options.startTrainer();
    const stop = () => void trainer.dispose().catch(() => undefined); // it is tried again below, where that is heard
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      const { fallbackStore, cacheFolder } = options;
      return await trainer.similar({ ...search, fallbackStore, cacheFolder: cacheFolder?.() }, signal);
    } finally {
      signal.removeEventListener('abort', stop);
      await trainer.dispose();
    }
  };
}
