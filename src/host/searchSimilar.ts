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
}): SearchSimilar {
  return async (search, signal) => {
    const trainer = await options.startTrainer();
    const stop = () => void trainer.dispose();
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      return await trainer.similar({ ...search, fallbackStore: options.fallbackStore }, signal);
    } finally {
      signal.removeEventListener('abort', stop);
      await trainer.dispose();
    }
  };
}
