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
    if (!(error instanceof AppError)) throw error;
    // Another view was asked for meanwhile.
    return error.code === 'view-changed' ? [] : [error.inWords(wording)];
  }
}

/** The same when it is first asked for, unless the session has got another view by then. */
export function createFindAgain(
  session: ReviewSession,
  view: ViewSettings,
  wording?: Wording,
): () => Promise<readonly string[]> {
  const { viewVersion } = session;
  let found: Promise<readonly string[]> | undefined;
  return async () => {
    if (found === undefined && session.viewVersion !== viewVersion) return [];
    found ??= findAgain(session, view, wording);
    try {
      return await found;
    } catch (error) {
      found = undefined; // The next gallery tries again.
      throw error;
    }
  };
}
