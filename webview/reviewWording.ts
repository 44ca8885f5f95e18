import { assertNever } from '../src/core/assertNever';
import type { Decision } from '../src/core/review';
import { factsText } from './factsText';
import type { GalleryCounts, ReviewOutcome, SuspectRow } from '../src/shared/galleryProtocol';

export const formatCount = (count: number): string => count.toLocaleString('en-US');

const images = (count: number): string => (count === 1 ? '1 image' : `${formatCount(count)} images`);

/** Short and never "100 %" or "0 %" for what is not certain. */
export function formatProbability(probability: number): string {
  const percent = Math.round(probability * 100);
  if (percent === 0 && probability > 0) return '<1%';
  if (percent === 100 && probability < 1) return '>99%';
  return `${percent}%`;
}

function stepText(step: NonNullable<ReviewOutcome['step']>): string {
  const what = images(step.images);
  switch (step.kind) {
    case 'accept':
      return step.label === undefined
        ? `Relabelled ${what} as suggested.`
        : `Relabelled ${what} to ${step.label}.`;
    case 'relabel':
      return `Relabelled ${what} to ${step.label ?? 'another class'}.`;
    case 'keep':
      return `Kept the label of ${what}.`;
    case 'exclude':
      return `Excluded ${what}.`;
    case 'unsure':
      return `Marked ${what} as unsure.`;
    case 'undo':
      return `Undone for ${what}.`;
    case 'redo':
      return `Redone for ${what}.`;
    default:
      return assertNever(step.kind);
  }
}

/** For the live region. Only to be called with an outcome of the host, which has then flushed the journal. */
export const outcomeText = (step: ReviewOutcome['step']): string => (step ? `${stepText(step)} Saved.` : '');

export function decisionText(decision: Decision): string {
  switch (decision.action) {
    case 'relabel':
      return decision.label;
    case 'keep':
      return 'Kept';
    case 'exclude':
      return 'Excluded';
    case 'unsure':
      return 'Unsure';
    default:
      return assertNever(decision);
  }
}

/** The whole content of a cell in one sentence, for assistive technology. */
export function suspectText(row: SuspectRow, isPending: boolean): string {
  const labels =
    `Labelled ${row.givenLabel}, ${formatProbability(row.labelQuality)}; ` +
    `suggested ${row.suggestedLabel}, ${formatProbability(row.suggestedProbability)}`;
  const facts = factsText(row);
  const known = facts === '' ? labels : `${labels}; ${facts}`;
  if (isPending) return `${known}; saving`;
  if (!row.decision) return `${known}; not reviewed`;
  const text = decisionText(row.decision);
  return `${known}; ${row.decision.action === 'relabel' ? `relabelled ${text}` : text.toLowerCase()}`;
}

export function countsText(counts: GalleryCounts): string {
  const parts = [
    `${formatCount(counts.reviewed)} of ${formatCount(counts.suspects)} reviewed`,
    `${formatCount(counts.relabelled)} relabelled`,
    `${formatCount(counts.kept)} kept`,
    `${formatCount(counts.excluded)} excluded`,
  ];
  if (counts.unsure > 0) parts.push(`${formatCount(counts.unsure)} unsure`);
  return parts.join(' · ');
}

/** Only when the filters hide some of the suspects. */
export const viewCountText = (counts: GalleryCounts): string =>
  counts.inView === counts.suspects ? '' : `${formatCount(counts.inView)} in view`;
