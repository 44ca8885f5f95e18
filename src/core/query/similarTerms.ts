import { AppError } from '../appError';
import { message } from '../words/message';
import { formatSuspectQuery, parseSuspectQuery, queryValues, withQueryTerms } from './suspectQuery';

/** More would make a query that nobody reads. */
const MOST_ASKED = 50;

/** The images to which a query wants similar ones, each once. */
export const askedImages = (query: string): readonly string[] => [
  ...new Set(queryValues(parseSuspectQuery(query), 'similar')),
];

/** The query without what asks for similar images. */
export const withoutSimilar = (query: string): string =>
  formatSuspectQuery(withQueryTerms(parseSuspectQuery(query), 'similar', []));

/** The query for what is similar to some images. @throws AppError `bad-query` for too many. */
export function similarQuery(images: readonly string[]): string {
  if (images.length > MOST_ASKED)
    throw new AppError(
      'bad-query',
      message('query-similar-to-many', { count: images.length, most: MOST_ASKED }),
    );
  return formatSuspectQuery(withQueryTerms([], 'similar', images));
}
