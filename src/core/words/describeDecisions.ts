import { assertNever } from '../assertNever';
import { findContradictions } from '../review/contradictions';
import type { Placement, UnplacedDecision } from '../review/placement';
import type { Decision } from '../review/review';
import type { ReviewLog } from '../review/reviewLog';
import { listMessages } from './listMessages';
import { message, type Message } from './message';

/**
 * Which decisions went with their images, which are not applied, and which contradict each other; none where all is as it was. Of
 * what the dataset has taken over nothing is said: an excluded image is gone, a relabelled one has its label, and lies elsewhere
 * where folders are labels.
 */
export function describeDecisions(
  { decisions, formerPaths, unplaced }: Placement,
  log: ReviewLog,
): readonly Message[] {
  const isDone = (path: string, movedTo: string) =>
    log.decisionOf(path)?.action === 'relabel' && decisions.get(movedTo)?.action === 'keep';
  const followed = [...formerPaths]
    .filter(([movedTo, path]) => !isDone(path, movedTo))
    .map(([movedTo, path]) => message('followed-to', { path, movedTo }));
  const notApplied = unplaced
    .filter(({ why, path }) => why !== 'gone' || log.decisionOf(path)?.action !== 'exclude')
    .map(unplacedImage);
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
  const classes = listMessages(
    Array.from(images, ([label, count]) => message('class-count', { label, count })),
  );
  return [message('classes-not-learnt', { classes })];
}

type SentenceIds = readonly [
  one: 'decided-image-missing' | 'decision-follows' | 'decision-unplaced' | 'decision-contradicts',
  more: 'decided-images-missing' | 'decisions-follow' | 'decisions-unplaced' | 'decisions-contradict',
];

function sentenceOn(parts: readonly Message[], [one, more]: SentenceIds): readonly Message[] {
  if (parts.length === 0) return [];
  const images = listMessages(parts);
  return [parts.length === 1 ? message(one, { images }) : message(more, { count: parts.length, images })];
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
