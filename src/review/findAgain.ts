import { AppError } from '../core/appError';
import { askedImages } from '../core/query/similarTerms';
import { ENGLISH, type Wording } from '../core/words/message';
import type { ViewSettings } from '../shared/galleryProtocol';
import type { ReviewSession } from './reviewSession';

/** Brings a view of similar images back. @returns why that cannot be; the view is then without them. */
export async function findAgain(
  session: ReviewSession,
  view: ViewSettings,
  wording: Wording = ENGLISH,
): Promise<readonly string[]> {
  if (askedImages(view.query).length === 0) return [];
  try {
    await session.setView(view);
    return [];
  } catch (error) {
    if (error instanceof AppError) return [error.inWords(wording)];
    throw error;
  }
}
