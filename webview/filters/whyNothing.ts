import * as l10n from '@vscode/l10n';
import { nearestName } from '../../src/core/query/nearestName';
import { queryContradiction } from '../../src/core/query/queryContradiction';
import { formatSuspectQuery, parseSuspectQuery } from '../../src/core/query/suspectQuery';
import { message } from '../../src/core/words/message';
import type { GalleryState } from '../../src/shared/galleryProtocol';
import { say } from '../pageWording';
import { TERM_NAMES, termSpec } from '../../src/core/query/suspectTerms';

/** Why a query may have found nothing, a sentence each: what contradicts itself, and what is probably misspelt. */
export function whyNothing(
  text: string,
  { classes, thing }: Pick<GalleryState, 'classes' | 'thing'>,
): readonly string[] {
  const query = parseSuspectQuery(text);
  const contradiction = queryContradiction(query);
  const sentences =
    contradiction === null
      ? []
      : [
          say(
            message('never-all-of-this', {
              terms: { list: contradiction.map((term) => formatSuspectQuery([term])) },
            }),
            thing,
          ),
        ];
  for (const { name, value, isNegated } of query)
    if ((name === 'class' || name === 'suggested') && !classes.includes(value))
      sentences.push(
        didYouMean(l10n.t('There is no class "{0}".', value), nearestName(value, classes), (like) =>
          formatSuspectQuery([{ name, value: like, isNegated }]),
        ),
      );
    else if (name === 'word' && !isNegated) sentences.push(...wordMeant(value, classes));
  return sentences;
}

const FLAGS = TERM_NAMES.filter((name) => termSpec(name).value === 'none');

/** A word may be part of any name, so this is said only where a known one is close. */
function wordMeant(word: string, classes: readonly string[]): readonly string[] {
  const isClass = classes.some((known) => known.toLowerCase() === word.toLowerCase());
  const like = isClass ? undefined : nearestName(word, [...FLAGS, ...classes]);
  if (like === undefined) return [];
  return [
    didYouMean(l10n.t('"{0}" is looked for in names of files and classes.', word), like, (each) => each),
  ];
}

const didYouMean = (sentence: string, like: string | undefined, write: (like: string) => string): string =>
  like === undefined ? sentence : `${sentence} ${l10n.t('Did you mean {0}?', write(like))}`;
