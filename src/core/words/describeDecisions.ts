import { assertNever } from '../assertNever';
import { findContradictions } from '../review/contradictions';
import type { Placement, UnplacedDecision } from '../review/placement';
import type { Decision } from '../review/review';
import type { ReviewLog } from '../review/reviewLog';
import { message, type Message } from './message';

/** How many images a sentence names before the rest are only counted. */
const NAMED = 10;

/** Which decisions went with their images, which are not applied, and which contradict each other; none where all is as it was. */
export function describeDecisions(
  { formerPaths, unplaced }: Pick<Placement, 'formerPaths' | 'unplaced'>,
  log: ReviewLog,
): readonly Message[] {
  const followed = Array.from(formerPaths, ([movedTo, path]) => message('followed-to', { path, movedTo }));
  const notApplied = unplaced.map(unplacedImage);
  const contradictions = findContradictions(log).map(({ path, counts, later }) =>
    message('contradiction-of', { path, counts: said(counts), later: said(later) }),
  );
  return [
    ...sentenceOn(followed, ['decision-follows', 'decisions-follow']),
    ...sentenceOn(notApplied, ['decision-unplaced', 'decisions-unplaced']),
    ...sentenceOn(contradictions, ['decision-contradicts', 'decisions-contradict']),
  ];
}

/** Which decided images are no longer where a run has found them. */
export const describeMissing = (paths: readonly string[]): readonly Message[] =>
  sentenceOn(
    paths.map((path) => message('image-path', { path })),
    ['decided-image-missing', 'decided-images-missing'],
  );

/** Which classes exist in decisions only, and how many images have each. */
export function describeUnknownClasses(images: ReadonlyMap<string, number>): readonly Message[] {
  if (images.size === 0) return [];
  const classes = listed(Array.from(images, ([label, count]) => message('class-count', { label, count })));
  return [message('classes-not-learnt', { classes })];
}

type SentenceIds = readonly [
  one: 'decided-image-missing' | 'decision-follows' | 'decision-unplaced' | 'decision-contradicts',
  more: 'decided-images-missing' | 'decisions-follow' | 'decisions-unplaced' | 'decisions-contradict',
];

function sentenceOn(parts: readonly Message[], [one, more]: SentenceIds): readonly Message[] {
  if (parts.length === 0) return [];
  const images = listed(parts);
  return [parts.length === 1 ? message(one, { images }) : message(more, { count: parts.length, images })];
}

/** At least one part; those beyond the first are only counted. */
function listed(parts: readonly Message[]): Message {
  const all = parts.slice(0, NAMED).reduce((first, next) => message('listed-with', { first, next }));
  return parts.length > NAMED ? message('listed-and-more', { listed: all, more: parts.length - NAMED }) : all;
}

function unplacedImage(decision: UnplacedDecision): Message {
  const { path } = decision;
  switch (decision.why) {
    case 'gone':
      return message('unplaced-gone', { path });
    case 'replaced':
      return message('unplaced-replaced', { path });
    case 'label': {
      const { was, is, movedTo } = decision;
      return movedTo === undefined
        ? message('unplaced-label', { path, was, is })
        : message('unplaced-moved', { path, movedTo, was, is });
    }
    default:
      return assertNever(decision);
  }
}

function said(decision: Decision | null): Message {
  if (decision === null) return message('said-nothing');
  const { action } = decision;
  switch (action) {
    case 'relabel':
      return message('said-relabel', { label: decision.label });
    case 'keep':
      return message('said-keep');
    case 'exclude':
      return message('said-exclude');
    case 'unsure':
      return message('said-unsure');
    default:
      return assertNever(action);
  }
}
