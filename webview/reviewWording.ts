import * as l10n from '@vscode/l10n';
import { assertNever } from '../src/core/assertNever';
import type { Decision } from '../src/core/review/review';
import { showUnseen } from '../src/core/words/showUnseen';
import { message } from '../src/core/words/message';
import type { Thing } from '../src/core/words/thing';
import { numbers, say } from './pageWording';
import { factsText } from './panel/factsText';
import type { GalleryCounts, ReviewOutcome, SuspectRow } from '../src/shared/galleryProtocol';

/** Whether another class is suggested: not for images that only the checks brought into view, like copies. */
/** What has become of an image that is a part of a file, when it was to be opened or shown. */
export const openedText = (how: 'openImage' | 'revealImage', file: string): string =>
  how === 'openImage'
    ? l10n.t('Opened a copy: the image itself is inside {0}.', showUnseen(file))
    : l10n.t('Showed {0}, which the image is inside of.', showUnseen(file));

export const isDoubted = ({ givenLabel, suggestedLabel }: SuspectRow): boolean =>
  givenLabel !== suggestedLabel;

/** Whether it may show none of the classes; to exclude it is then suggested, not another label. */
export const isOffTopic = ({ offTopic }: SuspectRow): boolean => offTopic !== undefined;

type Step = NonNullable<ReviewOutcome['step']>;

function stepText(step: Pick<Step, 'kind' | 'label'>, what: string): string {
  switch (step.kind) {
    case 'accept':
      return step.label === undefined
        ? l10n.t('Followed the suggestion for {0}.', what)
        : l10n.t('Relabelled {0} to {1}.', what, showUnseen(step.label));
    case 'relabel':
      return l10n.t('Relabelled {0} to {1}.', what, showUnseen(step.label ?? l10n.t('another class')));
    case 'keep':
      return l10n.t('Kept the label of {0}.', what);
    case 'exclude':
      return l10n.t('Excluded {0}.', what);
    case 'unsure':
      return l10n.t('Marked {0} as unsure.', what);
    case 'undo':
      return l10n.t('Undone for {0}.', what);
    case 'redo':
      return l10n.t('Redone for {0}.', what);
    default:
      return assertNever(step.kind);
  }
}

function savedText(step: Step, thing: Thing | undefined): readonly string[] {
  const what = say(message('things', { count: step.images }), thing);
  const saved = l10n.t('{0} Saved.', stepText(step, what));
  return step.of === undefined ? [saved] : [saved, ...historyText(step.of, step.kind, what)];
}

/** What an undo took back, or a redo brought back. */
function historyText(of: NonNullable<Step['of']>, kind: Step['kind'], what: string): readonly string[] {
  const was = stepText(of, showUnseen(of.path ?? what));
  const said = kind === 'undo' ? l10n.t('Taken back: {0}', was) : l10n.t('Brought back: {0}', was);
  return of.position === null ? [said, l10n.t('The view does not show this.')] : [said];
}

/** For the live region. Only to be called with an outcome of the host, which has then flushed the journal. */
export function outcomeText({ step, others }: Pick<ReviewOutcome, 'step' | 'others'>, thing?: Thing): string {
  const own = step === null ? [] : savedText(step, thing);
  const ofOthers =
    others === undefined
      ? []
      : [l10n.t('Decided elsewhere meanwhile: {0}.', say(message('things', { count: others }), thing))];
  return [...own, ...ofOthers].join(' ');
}

export function decisionText(decision: Decision): string {
  switch (decision.action) {
    case 'relabel':
      return showUnseen(decision.label);
    case 'keep':
      return l10n.t('Kept');
    case 'exclude':
      return l10n.t('Excluded');
    case 'unsure':
      return l10n.t('Unsure');
    default:
      return assertNever(decision);
  }
}

/** The whole content of a cell in one sentence, for assistive technology. */
export function suspectText(row: SuspectRow, isPending: boolean): string {
  const given = spokenShare(row.labelQuality);
  const suggested = spokenShare(row.suggestedProbability);
  const [givenLabel, suggestedLabel] = [showUnseen(row.givenLabel), showUnseen(row.suggestedLabel)];
  const labels = isOffTopic(row)
    ? l10n.t('Labelled {0}, {1}; suggested to exclude it', givenLabel, given)
    : isDoubted(row)
      ? l10n.t('Labelled {0}, {1}; suggested {2}, {3}', givenLabel, given, suggestedLabel, suggested)
      : l10n.t('Labelled {0}, {1}; not doubted', givenLabel, given);
  const facts = showUnseen(factsText(row));
  const known = facts === '' ? labels : `${labels}; ${facts}`;
  if (isPending) return l10n.t('{0}; saving', known);
  if (!row.decision) return l10n.t('{0}; not reviewed', known);
  return `${known}; ${decidedText(row.decision)}`;
}

/** What was decided, within a sentence. */
export function decidedText(decision: Decision): string {
  const text = decisionText(decision);
  return decision.action === 'relabel' ? l10n.t('relabelled {0}', text) : text.toLowerCase();
}

/** A share in words: signs are left out by many who read a page aloud. */
export function spokenShare(share01: number): string {
  const [, sign, value = ''] = /^([<>]?)\s*(.+?)\s*%$/.exec(numbers.percent(share01)) ?? [];
  if (sign === '<') return l10n.t('less than {0} percent', value);
  return sign === '>' ? l10n.t('more than {0} percent', value) : l10n.t('{0} percent', value);
}

export function countsText(counts: GalleryCounts): string {
  const parts = [
    l10n.t('{0} of {1} reviewed', numbers.count(counts.reviewed), numbers.count(counts.suspects)),
    l10n.t('{0} relabelled', numbers.count(counts.relabelled)),
    l10n.t('{0} kept', numbers.count(counts.kept)),
    l10n.t('{0} excluded', numbers.count(counts.excluded)),
  ];
  if (counts.unsure > 0) parts.push(l10n.t('{0} unsure', numbers.count(counts.unsure)));
  return parts.join(' · ');
}

/** Only when the filters hide some of the suspects. */
export const viewCountText = (counts: GalleryCounts): string =>
  counts.inView === counts.suspects ? '' : l10n.t('{0} in view', numbers.count(counts.inView));
