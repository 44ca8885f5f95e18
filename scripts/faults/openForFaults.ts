import { openReview } from '../../src/review/openReview';
import type { ReviewSession } from '../../src/review/reviewSession';
import { locateStore } from '../../src/store/location';

/** Opens the review of a dataset as the gallery does. */
export async function openForFaults(root: string, createId: () => string): Promise<ReviewSession> {
  const { session } = await openReview(await locateStore(root, '/nowhere'), {
    viewOf: () => undefined,
    searchSimilar: () => Promise.reject(new Error('Nobody looks for similar images.')),
    createId,
    now: () => new Date(),
  });
  if (session === undefined) throw new Error(`${root} has no run.`);
  return session;
}
